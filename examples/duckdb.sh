#!/usr/bin/env bash
# Replays or reconciles a trace in Parquet with several rdsim processes, which DuckDB feeds.
#
#     examples/duckdb.sh report trace.parquet out 4 replay --policy new.yaml --old old.yaml
#     examples/duckdb.sh rows trace.parquet out 4 replay --policy new.yaml --old old.yaml
#
# Each of the 4 processes judges the messages whose identifier has one of 4 hashes. `report` prints the
# report on all rows; out/part-*.json is what each process found. `rows` writes the changes, or the
# disagreements, one by one to out/rows-*.parquet, which duckdb.sql sums up.
set -euo pipefail
what=$1 trace=$2 out=$3 processes=$4 verb=$5
shift 5
rdsim=${RDSIM:-rdsim}
duckdb=${DUCKDB:-duckdb}
mkdir -p "$out"
rm -f "$out"/part-*.json "$out"/rows-*.parquet

# The rows of a process as CSV. MESSAGE names the column with the Message-ID.
rows() {
  "$duckdb" -c "SET threads = 1; COPY (
    FROM read_parquet('$trace') WHERE hash(\"${MESSAGE:-message_id}\") % $processes = $1
  ) TO '/dev/stdout' (FORMAT csv)"
}

# 1 says that something changes or differs.
judge() {
  "$rdsim" trace "$verb" "$@" - || [ $? = 1 ]
}

jobs=()
for ((n = 0; n < processes; n++)); do
  if [ "$what" = rows ]; then
    rows "$n" | judge "$@" --format csv | "$duckdb" -c "COPY (
      FROM read_csv('/dev/stdin', header = true, all_varchar = true)
    ) TO '$out/rows-$n.parquet'" &
  else
    rows "$n" | judge "$@" --part >"$out/part-$n.json" &
  fi
  jobs+=($!)
done
for job in "${jobs[@]}"; do wait "$job"; done
if [ "$what" != rows ]; then
  policies=()
  while [ $# -gt 0 ]; do
    case $1 in
    --policy | --old) policies+=("$1" "$2") && shift ;;
    esac
    shift
  done
  "$rdsim" trace merge "${policies[@]}" --format "${FORMAT:-human}" "$out"/part-*.json
fi
