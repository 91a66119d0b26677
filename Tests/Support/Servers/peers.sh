#!/bin/sh
# Real mail servers for the tests and the bench: this system's Postfix and Dovecot on loopback, each port in one of the
# moods that a customer's server may be in (the list of names is below).
#
#   sh peers.sh DIR NAME=PORT ...
#
# DIR holds server.pem and server.key. Everything else is written below it: mail for anybody in center.test as one file
# each in DIR/mail/new, the logs as DIR/postfix.log and DIR/dovecot.log. The system's own configuration is neither used
# nor changed and nothing is ever sent on, so several of these can run side by side.
#
# The line `ready` on standard output says that all ports answer. The end of standard input stops both servers, so a
# caller that crashes takes them along; TERM and INT do the same.
set -eu
umask 022
PATH=$PATH:/usr/sbin:/sbin # Where the servers lie; not every user's search path has it.
export LC_ALL=C
unset MAIL_CONFIG # It would lead Postfix's programs elsewhere.

fail() { # STATUS MESSAGE
  echo "peers.sh: $2" >&2
  exit "$1"
}

[ "$(id -u)" = 0 ] || fail 77 "must run as root: Postfix and Dovecot change to users of their own"
[ $# -ge 2 ] || fail 64 "usage: peers.sh DIR NAME=PORT ..."
for program in postfix postmap dovecot doveadm curl perl; do
  command -v $program >/dev/null || fail 69 "missing program: $program (packages: postfix dovecot-pop3d curl perl-base)"
done
directory=$(cd "$1" 2>/dev/null && pwd -P) || fail 64 "no such folder: $1"
shift
[ ${#directory} -le 70 ] || fail 64 "more than 70 letters, too long for the path of a socket: $directory"
# To the servers' configurations, blanks, commas, dollar signs and the like mean something.
case $directory in *[!A-Za-z0-9/._-]*) fail 64 "only letters, digits and / . _ - may be in the path $directory" ;; esac
for file in server.pem server.key; do
  [ -s "$directory/$file" ] || fail 64 "no $file in $directory"
done
exec 4>"$directory/lock"
flock -n 4 || fail 75 "another peers.sh runs in $directory"
# Temporary folders are often closed to others. The servers' users must get through this one, not look around in it.
chmod a+x "$directory"
setpriv --reuid=dovenull --regid=nogroup --clear-groups test -x "$directory/." ||
  fail 64 "the servers' users cannot enter $directory: a folder above it is closed to others"

postfix=$directory/postfix
dovecot=$directory/dovecot
gate=$directory/gate
make_folders() { # OWNER FOLDER ...
  owner=$1
  shift
  mkdir -p "$@"
  chown "$owner:$owner" "$@"
}
cd "$directory"
make_folders root postfix/etc postfix/spool postfix/spool/pid dovecot gate
make_folders mail mail mail/new mail/cur mail/tmp dovecot/mailbox
cd postfix/spool # By hand, as `postfix start` also mends the system's folders.
make_folders postfix ../data active bounce corrupt defer deferred hold incoming private public saved trace
cd /

addresses=127.0.0.1
protocols=ipv4
if grep -q '^00000000000000000000000000000001 ' /proc/net/if_inet6 2>/dev/null; then
  addresses='127.0.0.1 [::1]'
  protocols=all
fi

daemons=$(postconf -d -h daemon_directory)
cat >"$postfix/etc/main.cf" <<END
compatibility_level = 3.6
queue_directory = $postfix/spool
data_directory = $postfix/data
daemon_directory = $daemons
maillog_file = $directory/postfix.log
maillog_file_prefixes = $directory
myhostname = mail.center.test
inet_interfaces = loopback-only
inet_protocols = $protocols
# Name servers are never asked: they may be slow, or absent.
smtpd_peername_lookup = no
disable_dns_lookups = yes
# Everything for center.test goes into one folder, and nothing goes anywhere else.
mydestination =
alias_maps =
local_transport = error:nothing is delivered here
default_transport = error:nothing is sent on
smtpd_relay_restrictions = reject_unauth_destination
virtual_mailbox_domains = center.test
virtual_mailbox_base = $directory
virtual_mailbox_maps = static:mail/
virtual_uid_maps = static:$(id -u mail)
virtual_gid_maps = static:$(id -g mail)
virtual_minimum_uid = 1
virtual_mailbox_limit = 0
message_size_limit = 300000000
# Strict with line ends, by which a mail could be smuggled in. The exclusions would else be the own networks.
smtpd_forbid_bare_newline = reject
smtpd_forbid_bare_newline_exclusions =
smtpd_tls_cert_file = $directory/server.pem
smtpd_tls_key_file = $directory/server.key
smtpd_tls_security_level = may
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
# So that a stored mail tells whether it came by TLS, and who had logged in.
smtpd_tls_received_header = yes
smtpd_sasl_authenticated_header = yes
# Nobody is slowed down or sent away for being many, or for being wrong.
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 100
smtpd_hard_error_limit = 200
in_flow_delay = 0
END
# Postfix waits two seconds with a file that has just been written, lest it be half of it.
touch -t 200001010000 "$postfix/etc/main.cf"

cat >"$postfix/etc/master.cf" <<END
postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
gateway unix - n n - 0 spawn user=nobody argv=/usr/bin/perl $postfix/etc/gateway
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
END

# A filter that Postfix asks about each mail's header lines, since only a filter can choose the code of a refusal; the
# words are Exchange's for a part of a split mail. A packet is its length, a letter and what the letter asks for. The
# number names what Postfix need not tell (all but the header lines) and the answers that it does not wait for.
cat >"$postfix/etc/gateway" <<'END'
sub answer { print pack 'N/a*', shift }
$| = 1;
while (read STDIN, my $length, 4) {
  read STDIN, my $packet, unpack 'N', $length;
  if ($packet =~ /^O/) { answer 'O' . pack 'N3', 6, 0, 0x3df }
  elsif ($packet =~ /^LContent-Type\0\s*message\/partial/i) { $partial = 1 }
  elsif ($packet =~ /^E/) {
    answer $partial ? "y554 5.6.1 Messages of type message/partial are not supported\0" : 'c';
  }
  $partial = 0 if $packet =~ /^[AE]/;
}
END

tls='-o smtpd_tls_wrappermode=yes'
login='-o { smtpd_recipient_restrictions = permit_sasl_authenticated, reject }'
after_pop="-o smtpd_sasl_auth_enable=no
  -o { smtpd_recipient_restrictions = check_client_access hash:$gate/open, reject }"
# Postfix alone would still take the ways to log in that it no longer names.
plain_only='-o smtpd_sasl_mechanism_filter=plain
  -o { smtpd_command_filter = regexp:{{/^AUTH (CRAM-MD5|LOGIN)/ AUTH NONE}} }'
smtp_probes=
pop_probes=
pop3=0
pop3s=0

smtp() { # SCHEME OPTIONS
  for address in $addresses; do
    echo "$address:$port inet n - n - - smtpd -o syslog_name=postfix/$name $2" >>"$postfix/etc/master.cf"
    smtp_probes="$smtp_probes $1://$address:$port"
  done
}

pop() {
  for address in $addresses; do pop_probes="$pop_probes $name://$address:$port"; done
}

for argument in "$@"; do
  name=${argument%%=*}
  port=${argument#*=}
  case $port in '' | *[!0-9]*) fail 64 "not NAME=PORT: $argument" ;; esac
  case $name in
    open) smtp smtp '' ;;                     # STARTTLS and AUTH are offered, mail is taken from everybody.
    open-tls) smtp smtps "$tls" ;;            # The same with TLS from the first byte; so it is with all -tls.
    auth) smtp smtp "$login" ;;               # Mail is taken after a login only, which may be without TLS.
    auth-tls) smtp smtps "$tls $login" ;;
    pop) smtp smtp "$after_pop" ;;            # No AUTH; mail is taken from addresses that logged in at pop3 or pop3s.
    pop-tls) smtp smtps "$tls $after_pop" ;;
    bare) smtp smtp '-o smtpd_tls_security_level=none -o smtpd_sasl_auth_enable=no' ;;
    encrypted) smtp smtp "-o smtpd_tls_security_level=encrypt $login" ;; # No AUTH and no mail before STARTTLS.
    plain-only) smtp smtp "$plain_only $login" ;;
    small) smtp smtp '-o message_size_limit=100000' ;;
    gateway) smtp smtp '-o smtpd_milters=unix:private/gateway' ;; # Refuses parts of split mails after they were sent.
    pop3) pop3=$port; pop ;;                  # STLS is offered, a login without it is taken.
    pop3s) pop3s=$port; pop ;;
    *) fail 64 "unknown name: $name" ;;
  esac
done

# Postfix would tell nobody which port is taken.
# shellcheck disable=SC2086 # The lists are to fall into words.
perl -MIO::Socket::IP -e 'for (@ARGV) {
  my ($host, $port) = m{//\[?(.*?)\]?:(\d+)$};
  IO::Socket::IP->new(LocalHost => $host, LocalPort => $port, Listen => 1, ReuseAddr => 1)
    or die "peers.sh: cannot listen at $_: $@\n";
}' $smtp_probes $pop_probes || exit 1

echo 'device:{PLAIN}se cret-42' >"$dovecot/accounts"
cat >"$dovecot/dovecot.conf" <<END
base_dir = $dovecot/run
state_dir = $dovecot/state
log_path = $directory/dovecot.log
protocols = pop3
listen = $(echo "$addresses" | tr -d '[]')
ssl = yes
ssl_cert = <$directory/server.pem
ssl_key = <$directory/server.key
disable_plaintext_auth = no
auth_mechanisms = cram-md5 plain login
auth_verbose = yes
auth_failure_delay = 0
mail_max_userip_connections = 0
first_valid_uid = 1
mail_location = maildir:$dovecot/mailbox
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u $dovecot/accounts
}
userdb {
  driver = static
  args = uid=mail gid=mail home=$dovecot/mailbox
}
service pop3-login {
  inet_listener pop3 {
    port = $pop3
  }
  inet_listener pop3s {
    port = $pop3s
    ssl = yes
  }
}
service auth {
  unix_listener $postfix/spool/private/auth {
    user = postfix
  }
}
# Without this socket nobody counts an address's failed logins, and none is made to wait for them.
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service pop3 {
  executable = pop3 after-login
}
service after-login {
  executable = script-login $gate/after-login
  user = root
  unix_listener after-login {
  }
}
END

# Runs at each POP3 login before it is answered, and lets the client's address through the gate. The table is replaced
# as a whole: an idle SMTP server notices a new file at once, but a change of the old one only in the next second.
cat >"$gate/after-login" <<END
#!/bin/sh
set -eu
(
  cd $gate
  flock 9
  grep -qxF "\$IP OK" addresses || {
    echo "\$IP OK" >>addresses
    postmap -c $postfix/etc hash:addresses
    mv addresses.db open.db
  }
) 9>>$gate/lock >&2
exec "\$@"
END
chmod a+x "$gate/after-login"
: >"$gate/addresses"
postmap -c "$postfix/etc" "hash:$gate/addresses"
mv "$gate/addresses.db" "$gate/open.db"

# Each server leads a group of processes of its own. One that has ended and only was not yet collected does not count.
is_alive() { # LEADER
  cat /proc/[0-9]*/stat 2>/dev/null |
    awk -v group="$1" '{ sub(/.*\) /, "") } $3 == group && $1 != "Z" { found = 1 } END { exit !found }'
}

leaders=
reader=
stop() {
  trap '' INT TERM HUP PIPE
  for leader in $leaders; do
    # All of the group, as Postfix's leader would not wait for the others, and Dovecot's would wait a second too long.
    kill -s TERM -- "-$leader" 2>/dev/null || :
    rounds=0
    while is_alive "$leader"; do
      rounds=$((rounds + 1))
      [ $rounds -lt 200 ] || kill -s KILL -- "-$leader" 2>/dev/null || :
      sleep 0.02
    done
  done
  [ -z "$reader" ] || kill "$reader" 2>/dev/null || :
}
trap stop EXIT

start_failed() { # SERVER
  echo "peers.sh: $1 did not start" >&2
  tail -n 5 "$directory/$1.log" >&2
  exit 1
}

probe() { # SERVER COMMAND ADDRESS ...
  server=$1 command=$2
  shift 2
  [ $# -eq 0 ] || curl --disable --no-progress-meter --noproxy '*' --insecure --parallel --fail-early --max-time 20 \
    --request "$command" "$@" >/dev/null 2>>"$directory/$server.log" || start_failed "$server"
}

# During the start, signals are only noted: a server whose number is not known yet could not be stopped.
asked=
trap 'asked=yes' INT TERM HUP PIPE
exec 3<&0 </dev/null
rm -f "$dovecot/run/master.pid" # From a run that was killed: its number would pass for the new one.
# Dovecot first: an SMTP server that does not find it dies, and is then not started again for a minute.
dovecot -c "$dovecot/dovecot.conf" >>"$directory/dovecot.log" 2>&1 3<&- 4>&- || start_failed dovecot
rounds=0
until [ -s "$dovecot/run/master.pid" ]; do # It is written just after Dovecot has gone to the background.
  rounds=$((rounds + 1))
  [ $rounds -lt 500 ] || start_failed dovecot
  sleep 0.01
done
leaders=$(cat "$dovecot/run/master.pid")
"$daemons/master" -w -c "$postfix/etc" >>"$directory/postfix.log" 2>&1 3<&- 4>&- || start_failed postfix
leaders="$(tr -d ' ' <"$postfix/spool/pid/master.pid") $leaders"
# Starts the process that knows the account, so that the first login is as quick as the next.
doveadm -c "$dovecot/dovecot.conf" auth test device 'se cret-42' >>"$directory/dovecot.log" 2>&1 || start_failed dovecot
# shellcheck disable=SC2086
{
  probe postfix NOOP $smtp_probes
  probe dovecot CAPA $pop_probes
}
trap 'exit 0' INT TERM
trap 'exit 1' HUP PIPE
[ -z "$asked" ] || exit 0
echo ready
# By another program, as the wait for that one is what a signal can always interrupt.
cat <&3 >/dev/null &
reader=$!
wait "$reader" || :
