@echo off
rem Installs xlform into this folder from the wheels beside it; asks no package index.
setlocal
cd /d "%~dp0"
set PIP_CONFIG_FILE=nul
py -3.11 -m venv --clear .venv
if errorlevel 1 goto failed
.venv\Scripts\python -m pip --isolated --disable-pip-version-check install -q --no-index --find-links wheels --only-binary :all: --require-hashes -r requirements.txt
if errorlevel 1 goto failed
copy /y .venv\Scripts\xlform.exe xlform.exe >nul
xlform.exe --version
pause
exit /b 0
:failed
echo Python 3.11 (64 bit, from python.org) is needed.
pause
exit /b 3
