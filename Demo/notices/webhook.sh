#!/bin/sh
# An example for notices.program of hallway.yaml: posts each notice to a web address. 短信网关示例
#
# Beside it lies webhook.conf, or WEBHOOK_CONF of the line below names another: lines of curl's own
# configuration (curl(1), --config), mode 0600, such as
#
#   url = "https://sms.example.invalid/send"
#   header = "Authorization: Bearer SECRET"
#
# Phone and secret go through files only: a command line is shown to every user by ps(1).
WEBHOOK_CONF=${0%.sh}.conf

# The notice as hallwayd gives it: {"id":...,"kind":...,"number":...,"text":...,"phone":...}
exec 3<&0

[ -r "$WEBHOOK_CONF" ] || exit 75 # the site is still being set up

# hallwayd kills us after 20 seconds; to end before that tells it why.
status=$({
  cat "$WEBHOOK_CONF"
  cat <<'CONFIG'

silent
max-time = 15
header = "Content-Type: application/json"
data-binary = "@/dev/fd/3"
output = "/dev/null"
write-out = "%{http_code}"
CONFIG
} | curl --config -)

case $status in
2??) exit 0 ;;
# No answer, too slow, too many requests, or the gateway's own trouble: later.
000 | "" | 408 | 425 | 429 | 5??) exit 75 ;;
*) exit 1 ;;
esac
