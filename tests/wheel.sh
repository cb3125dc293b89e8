#!/bin/sh
# Install the wheel into an environment of its own and use it from an empty folder, where no source can help.
set -eu
python=${1:-python3}
here=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$python" -m venv "$place/env"
"$place/env/bin/pip" install -q --require-hashes -r "$here/requirements/program.txt"
"$place/env/bin/pip" install -q --no-deps "$here"/dist/clausegen-*.whl
cd "$place"
"$place/env/bin/clausegen" samples | grep -q 'samples and docs written'
"$place/env/bin/python" -c 'import clausegen; assert "/env/" in clausegen.__file__, clausegen.__file__'
"$place/env/bin/clausegen" explain SUS-2 | grep -q '(SUS-2)'
# Every command of the README; 1 says that a contract lacks something.
PATH="$place/env/bin:$PATH"
grep '^clausegen ' "$here/README.md" | sed 's/ *#.*//' > commands
while read -r command; do
    echo "$command"
    sh -c "$command" > out.txt 2>&1 < /dev/null || test $? -eq 1 || { cat out.txt; exit 1; }
done < commands
test -f docs/tiers.md && test -f "$place/env/share/man/man1/clausegen.1"
"$place/env/bin/clausegen" check samples/contracts/weak-suspension.txt --quiet && exit 1 || test $? -eq 1
echo "the wheel works without its source"
