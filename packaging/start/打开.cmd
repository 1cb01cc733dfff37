@echo off
rem Opens the page of xlform in the browser; this window shows its address and stays open.
chcp 65001 >nul
"%~dp0xlform.exe" serve %*
set code=%errorlevel%
rem Closed by Ctrl-C it has nothing more to say; a sentence about a problem has to be read.
if not %code%==0 if not %code%==130 pause
exit /b %code%
