"""Messages on many files at once: inputs, processes, clusters, the data of a summary."""

from __future__ import annotations

from typing import Final

BATCHES: Final[dict[str, tuple[str, str]]] = {
    # Inputs
    "summary.no-workbook": (
        "“{path}”不是工作簿，也不是文档，没有读取。",
        "{path} is neither a workbook nor a document and was not read.",
    ),
    "error.no-file-matches": (
        "没有符合“{path}”的文件：请核对文件夹和通配符。",
        "No file matches {path}: check the folder and the pattern.",
    ),
    "error.empty-folder": (
        "文件夹“{path}”是空的：请核对路径。",
        "The folder {path} is empty: check the path.",
    ),
    "error.empty-archive": (
        "压缩包“{path}”是空的：请让填报单位重新发送。",
        "The archive {path} is empty: ask for a new copy.",
    ),
    "error.too-many-members": (
        "压缩包“{path}”里有超过 {limit} 个文件，为安全起见没有读取：请分成几个压缩包。",
        "The archive {path} holds more than {limit} files and was not read: split it.",
    ),
    "error.nested-archive": (
        "“{path}”是第三层压缩包，没有读取：请解压后再汇总。",
        "{path} is an archive three levels deep and was not read: unpack it first.",
    ),
    "error.member-bomb": (
        "“{path}”解压后异常庞大，为安全起见没有读取：请核对来源。",
        "{path} unpacks to an abnormal size and was not read: check where it comes from.",
    ),
    "error.archive-behind-url": (
        "“{path}”里的压缩包没有读取：请先下载或解压。",
        "Archives at {path} are not read: download or unpack them first.",
    ),
    "error.no-fsspec": (
        '读写网址“{path}”需要另装：pip install "xlform-jixiao[cluster]"。',
        'URLs such as {path} need an extra: pip install "xlform-jixiao[cluster]".',
    ),
    # Data of a summary
    "error.not-a-data-folder": (
        "“{path}”里有别的内容（没有 {mark}），为免覆盖没有写入：请换一个空文件夹。",
        "{path} holds other files (no {mark}) and was left unchanged: choose an empty folder.",
    ),
    "error.no-data-folder": (
        "“{path}”里没有汇总数据{found}：请先用 xlform summarize --data 写出，再用 --data 指明。",
        "No data in {path}{found}: write it with xlform summarize --data and give it with --data.",
    ),
    "error.several-data-folders": (
        "“{path}”里有几份汇总数据（{found}）：请用 --data 指明一份。",
        "{path} holds several data folders ({found}): choose one with --data.",
    ),
    "error.query-no-select": (
        "只能写一句 SELECT 查询，不能修改数据或读写别的文件。",
        "Only one SELECT is allowed; it can't change data or read other files.",
    ),
    "error.query-table": (
        "查询里的“{name}”不是表：可用的表有 {known}。",
        "The query can't be answered: {name} is no table; the tables are {known}.",
    ),
    "error.query-column": (
        "查询里没有“{name}”这一列（第 {line} 行“{near}”）{similar}。",
        "The query can't be answered: there is no column {name} (line {line}, {near}){similar}.",
    ),
    "query.similar": ("：可用的有 {names}", "; there are {names}"),
    "error.query-function": (
        "查询里没有“{name}”这个函数（第 {line} 行“{near}”）。",
        "The query can't be answered: there is no function {name} (line {line}, {near}).",
    ),
    "error.query-group": (
        "查询里的“{name}”（第 {line} 行）要写进 GROUP BY，或放进 sum、max 一类的函数。",
        "The query can't be answered: {name} (line {line}) must be in GROUP BY, or in a function "
        "such as sum or max.",
    ),
    "error.query-types": (
        "查询第 {line} 行“{near}”写得不对：“{name}”不能用于这种类型的值。",
        "The query can't be answered: {name} does not take values of this type (line {line}, "
        "{near}).",
    ),
    "error.query-syntax": (
        "查询写得不对：第 {line} 行“{near}”附近。",
        "The query can't be answered: wrong syntax in line {line} near {near}.",
    ),
    "error.query-value": (
        "查询第 {line} 行“{near}”算不出来：有的值换不成要的类型。",
        "The query can't be answered: a value in line {line}, {near}, has another type.",
    ),
    "error.query-memory": (
        "查询要的内存太多：请加条件，或先按单位、专项合计。",
        "The query can't be answered: it takes too much memory; add conditions or group first.",
    ),
    "error.query-too-long": (
        "查询超过 {seconds} 秒处理器时间，已停止：请加上条件或先分组，确需更久的设环境变量 "
        "{setting}（秒）。",
        "The query took over {seconds} seconds of processor time and was stopped: add conditions or "
        "group first, or set {setting} (seconds) to let it take longer.",
    ),
    "error.query-forbidden": (
        "查询只能用汇总数据里的表，不能读写别的文件或网络。",
        "A query can only use the tables of the data, no other files and no network.",
    ),
    "error.query-failed": (
        "查询第 {line} 行“{near}”算不出来。",
        "The query can't be answered: line {line}, {near}.",
    ),
    "query.help": (
        "用 SQL 查询汇总数据（xlform summarize --data 写出的文件夹）。\n\n"
        "只读：一句 SELECT，只能用汇总数据里的表。不写查询则列出有哪些表。金额单位为万元。",
        "Query the data of a summary (the folder written by xlform summarize --data) in "
        "SQL.\n"
        "\n"
        "Read-only: one SELECT over the tables of the data. Without a query the tables are "
        "listed. Money is in 万元.",
    ),
    "query.examples": (
        'xlform query "select submitter, sum(amount) from funds group by 1" --data data\n'
        "xlform query --data data\n"
        'xlform query "select * from findings" --data data -o findings.csv',
        'xlform query "select submitter, sum(amount) from funds group by 1" --data data\n'
        "xlform query --data data\n"
        'xlform query "select * from findings" --data data -o findings.csv',
    ),
    "query.statement": ("查询", "QUERY"),
    "query.folder": ("文件夹", "FOLDER"),
    "query.data": (
        "汇总数据所在的文件夹；不写则在当前文件夹里找。",
        "The data folder; searched for in the current folder by default.",
    ),
    "query.output": ("写到文件，不写则显示。", "Write to a file instead of showing."),
    "query.format": (
        "格式；不写则看输出文件的扩展名，没有输出文件时为 table。",
        "The format; by default that of the output's suffix, or table without an output.",
    ),
    "query.no-format": (
        "看不出“{output}”是什么格式：请用 --format 写明 table、csv 或 json。",
        "The format of {output} is unknown: choose one with --format (table, csv or json).",
    ),
    "query.table": ("表", "table"),
    "query.rows": ("行数", "rows"),
    "query.count": ("共 {count} 行。", "{count} rows."),
    # Progress
    "summary.reading": ("读取", "Reading"),
    "summary.rate": ("{rate} 份/秒", "{rate} files/s"),
    # Processes
    "error.process-died": (
        "读“{path}”时程序意外退出，已跳过：文件可能损坏，请用 WPS 或 Excel 打开并另存后再试。",
        "The process that read {path} died; skipped: open the file in WPS or Excel, save it, "
        "and try again.",
    ),
    "error.took-too-long": (
        "读“{path}”超过 {seconds} 秒处理器时间，已跳过：请用 WPS 或 Excel 清除空行空列、另存后再试，"
        "确需读取的设环境变量 {setting}（秒）。",
        "Reading {path} took over {seconds} seconds of processor time; skipped: delete its empty "
        "rows and columns, or set {setting} (seconds) to read it all the same.",
    ),
    "error.waited-too-long": (
        "读“{path}”等了 {seconds} 秒没有进展，已跳过：请用 WPS 或 Excel 打开并另存后再试。",
        "Reading {path} made no progress for {seconds} seconds; skipped: open the file in WPS or "
        "Excel, save it, and try again.",
    ),
    "error.took-too-much": (
        "读“{path}”需要的内存超过 {limit} MB，已跳过：请用 WPS 或 Excel 清除空行空列、另存后再试，"
        "确需读取的设环境变量 {setting}（MB）。",
        "Reading {path} takes over {limit} MB of memory; skipped: delete its empty rows and "
        "columns, or set {setting} (MB) to read it all the same.",
    ),
    "error.no-memory": (
        "读“{path}”时内存不够，已跳过：请关闭其他程序后再试。",
        "There is not enough memory to read {path}; skipped: close other programs and try again.",
    ),
    "error.limit-setting": (
        "环境变量 {name} 的值“{seen}”不是数：写一个数，0 表示不限。",
        "The environment variable {name} is set to {seen}, which is no number: set a number, 0 for "
        "no limit.",
    ),
    "error.no-process": (
        "无法启动读取文件的进程（读“{path}”之前就退出了）：请关闭其他程序，或用 --jobs 1 再试。",
        "The processes that read files can't be started (before {path}): close other programs, or "
        "try --jobs 1.",
    ),
    # Extras
    "error.no-data-extra": (
        'Parquet 和 query 要用的 {packages} 没有安装：pip install "xlform-jixiao[data]"（免安装版不带这一项）。',
        'Parquet and query need {packages}, which is missing: pip install "xlform-jixiao[data]" '
        "(the folder without Python does not have it).",
    ),
    "error.no-pandas": (
        "frames() 给出 pandas 的表，这里没有安装 pandas：pip install pandas。",
        "frames() returns pandas frames, and pandas is not installed: pip install pandas.",
    ),
    # A cluster
    "error.no-cluster-extra": (
        '用“{path}”多机汇总要用的 dask（distributed）没有安装：pip install "xlform-jixiao[cluster]"。',
        "A cluster such as {path} needs dask (distributed), which is missing: "
        'pip install "xlform-jixiao[cluster]".',
    ),
    "error.no-scheduler": (
        "连不上调度器“{path}”（{reason}）：请核对地址，并确认 dask scheduler 已启动。",
        "The scheduler {path} does not answer ({reason}): is dask scheduler running there?",
    ),
    "error.no-workers": (
        "调度器“{path}”下没有工作进程：请在各台机器上启动 dask worker。",
        "The scheduler {path} has no workers: start dask worker on the machines.",
    ),
    "error.worker-unfit": (
        "工作进程“{path}”不能用（{reason}）：请在那台机器上装好同一版本的 xlform。",
        "The worker {path} can't be used ({reason}): install the same xlform there.",
    ),
    "error.worker-differs": (
        "工作进程“{path}”的版本（{theirs}）或模板、词表、设置与本机（{own}）不同："
        "请在各台机器上装同一版本、用同一套模板和设置。",
        "The worker {path} has another version of xlform ({theirs}, here {own}), other "
        "templates, words or settings: install the same on every machine.",
    ),
    "error.cluster-lost": (
        "与调度器“{path}”的连接中断，没有写出结果：请确认它仍在运行后重新汇总。",
        "The connection to {path} was lost and nothing was written: is it still running?",
    ),
}
