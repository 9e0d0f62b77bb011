#!/bin/sh
# Computes anew what others published and compares every figure; a difference is a failure. The data are not part of the project: where the
# folder is not there, this says so and does nothing.
#     sh tests/reference/run.sh FOLDER      FOLDER: published/ and conformance/
set -u
if [ ! -d "$1/published" ]; then
    echo "skipped: there are no published data in $1 (say where: make reference REFERENCE=folder)"
    exit 0
fi
rm -rf build/test/reference
status=0
for part in published conformance; do
    python3 tests/reference/$part.py "$1/$part" || status=1
done
exit $status
