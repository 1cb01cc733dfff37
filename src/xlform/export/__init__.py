"""Export of submissions: CSV and XLSX for people, Parquet for programs."""

from xlform.export.csv_files import write_csv as write_csv
from xlform.export.parquet_files import write_parquet as write_parquet
from xlform.export.xlsx_file import write_xlsx as write_xlsx

__all__ = ["write_csv", "write_parquet", "write_xlsx"]
