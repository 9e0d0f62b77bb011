#!/bin/sh
# Makes each page of README.md and docs/ anew by doing what it says, and compares.  In a page
#     ```assess file=NAME     writes the block into a file of the page's own folder (```csv, ```text likewise; encoding=gb18030: in that);
#     ```console              holds lines "$ command" for a shell, in that folder, and behind each what it prints;
#     <!-- from: command --> … <!-- end -->    holds what the command prints in the project's root;
#     [text](file)            leads to a file that is there.
# Blocks are done in the order of the page.  Commands may call assessc, run_asb and opcode_page; rules/ is there to be read.  Messages are
# Chinese, in pages named *.en.md and in blocks marked lang=en English.
#     sh tests/run_docs.sh [--accept] build/CONFIG      --accept: writes what comes now into the pages
set -u
. tests/count.sh
accept=false
if [ "$1" = --accept ]; then accept=true; shift; fi
root=$(pwd)
work=$root/build/test/docs/$(basename "$1")
BUILD=$root/$1
export BUILD ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0
unset NO_COLOR COLUMNS LC_ALL LC_MESSAGES MAKEFLAGS
rm -rf "$work"
mkdir -p "$work"
calls='assessc() { "$BUILD/assessc" "$@"; }; run_asb() { "$BUILD/run_asb" "$@"; }; opcode_page() { "$BUILD/opcode_page" "$@"; }'

# Cuts page $1 into $pieces/NNN.KIND; .head is the line that opens a block.
cut_page() {
    awk -v pieces="$pieces" '
        function begin(kind) { name = sprintf("%s/%04d", pieces, ++number); piece = name "." kind; printf "" > piece }
        BEGIN { begin("text") }
        inside == "" && /^```console/            { begin("console"); inside = "```"; print > (name ".head"); next }
        inside == "" && /^```[a-z]+ .*file=/     { begin("file"); inside = "```"; print > (name ".head"); next }
        inside == "" && /^<!-- from: .* -->$/    { begin("table"); inside = "<!-- end -->"; print > (name ".head"); next }
        inside != "" && $0 == inside             { inside = ""; begin("text"); next }
        { print > piece }' "$1"
}

# What the head of a block says of word $2: file, encoding, lang.
said() { sed -n "s/.* $2=\([^ ]*\).*/\1/p" "$1"; }

write_file() {
    encoding=$(said "$name.head" encoding)
    file=$scratch/$(said "$name.head" file)
    mkdir -p "$(dirname "$file")"
    iconv -f UTF-8 -t "${encoding:-UTF-8}" "$piece" > "$file"
}

# A block of commands, with what they print now.  One shell for all of them, so that $? and cd work.
run_console() {
    awk -v quote="'" 'BEGIN { print "status=0" }
        /^\$ / { command = substr($0, 3); shown = command; gsub(quote, quote "\\" quote quote, shown)
                 printf "printf \"%%s\\n\" %s$ %s%s\n(exit $status)\n%s\nstatus=$?\n", quote, shown, quote, command }' "$piece" > "$name.script"
    language=$(said "$name.head" lang)
    (cd "$scratch" && LANG="${language:-$page_language}" sh -c "$calls
. '$name.script'") > "$name.now" 2>&1 < /dev/null
}

make_table() {
    command=$(sed 's/^<!-- from: \(.*\) -->$/\1/' "$name.head")
    sh -c "$calls; $command" > "$name.now" 2>&1 < /dev/null
}

# Links to files of the project.
check_links() {
    grep -o '](\([^)#:]*\)[)#]' "$page" | sed 's/^](//; s/[)#]$//' | sort -u > "$place/links"
    while read -r link; do
        [ -n "$link" ] || continue
        if [ -e "$(dirname "$page")/$link" ]; then passed; else failed "$page: link to $link leads nowhere"; fi
    done < "$place/links"
}

compare() {
    if cmp -s "$piece" "$name.now"; then
        passed
    elif $accept; then
        echo "$page: block $(basename "$name") written anew"
    else
        diff -u "$piece" "$name.now" > "$work/diff"
        failed "$page: $(head -n 1 "$name.head")" "$work/diff"
    fi
}

for page in README.md $(find docs -name '*.md' | LC_ALL=C sort); do
    [ -f "$page" ] || continue
    place=$work/$(echo "$page" | tr / -)
    pieces=$place/pieces
    scratch=$place/folder
    made=$place/page.md
    mkdir -p "$pieces" "$scratch"
    ln -s "$root/rules" "$scratch/rules"
    case $page in *.en.md) page_language=en_US.UTF-8 ;; *) page_language=zh_CN.UTF-8 ;; esac
    check_links
    cut_page "$page"
    : > "$made"
    for piece in "$pieces"/*.text "$pieces"/*.file "$pieces"/*.console "$pieces"/*.table; do echo "$piece"; done | LC_ALL=C sort > "$place/list"
    while read -r piece; do
        [ -f "$piece" ] || continue
        name=${piece%.*}
        [ ! -f "$name.head" ] || cat "$name.head" >> "$made"
        case $piece in
            *.text) cat "$piece" >> "$made" ;;
            *.file) write_file; cat "$piece" >> "$made"; echo '```' >> "$made" ;;
            *.console) run_console; compare; cat "$name.now" >> "$made"; echo '```' >> "$made" ;;
            *.table) make_table; compare; cat "$name.now" >> "$made"; echo '<!-- end -->' >> "$made" ;;
        esac
    done < "$place/list"
    if $accept && ! cmp -s "$made" "$page"; then cp "$made" "$page"; fi
done
counted
