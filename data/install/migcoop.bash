# Completion of migcoop's command line for bash, as `migcoop help completion` writes it.
_migcoop() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= words= i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        extract | export | check | explain | list | help) command=${COMP_WORDS[i]}; break ;;
        esac
    done
    case $before in
    --published) return ;;
    --lang) return ;;
    --url) return ;;
    --only) COMPREPLY=($(compgen -W 'meetings ministers dates programs agreements' -- "$word")); return ;;
    --db) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --state) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --wait) return ;;
    --since) return ;;
    --limit) return ;;
    --jobs | -j) return ;;
    --format) COMPREPLY=($(compgen -W 'jsonl csv tsv' -- "$word")); return ;;
    --from) COMPREPLY=($(compgen -W 'text html json feed warc mail archive' -- "$word")); return ;;
    --field) COMPREPLY=($(compgen -W 'text=' -- "$word")); return ;;
    --max-size) return ;;
    --output | -o) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --data) COMPREPLY=($(compgen -d -- "$word")); return ;;
    --errors) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --log-format) COMPREPLY=($(compgen -W 'text json' -- "$word")); return ;;
    esac
    case $command in
    '') words='extract export check explain list help -h --help -V --version' ;;
    extract) words=' --published --lang --url --records --all --only --with-text --exit-status --db --state --refresh --prune --wait --since --limit -j --jobs --dry-run --from --field --max-size -o --output --data --errors --log-format --no-progress -q --quiet -v --verbose -h --help -V --version' ;;
    export) words=' --records --all --only --with-text --db --since --format -o --output --log-format -q --quiet -h --help -V --version' ;;
    check) words=' --strict --data -q --quiet -v --verbose -h --help -V --version' ;;
    explain) words=' --published --lang --url --max-size --data -h --help -V --version' ;;
    list) words='languages kinds rules names coverage --data -h --help -V --version' ;;
    help) words='extract export check explain list completion man -h --help -V --version' ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    case $command in
    extract | check | explain) COMPREPLY+=($(compgen -f -- "$word")) ;;
    esac
}
complete -o filenames -F _migcoop migcoop
