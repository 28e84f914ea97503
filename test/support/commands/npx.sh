# `npx PROGRAM`: orgmock is the built command line, vitest that of the project. A server that would stay is not started: `config` takes
# the same options and settings, and refuses the same mistakes.
while [ "${1#--}" != "$1" ]; do shift; done
program=${1%%@*}
shift
case $program in
  orgmock)
    if [ "$1" = serve ]; then
      shift
      set -- config "$@"
    fi
    exec "$ORGMOCK_NODE" "$ORGMOCK_MAIN" "$@"
    ;;
  vitest) exec "$ORGMOCK_NODE" "$ORGMOCK_VITEST" "$@" ;;
esac
echo "npx: what is $program?" >&2
exit 2
