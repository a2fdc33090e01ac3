#!/bin/bash
# A client with two addresses (connections of the second are decrypted), a router that runs `breakwater serve` with a transparent listener and the rules that `breakwater redirect` prints, and an
# origin, each in a network namespace of its own. Prints one line a request.
# usage: redirect.sh BREAKWATER FOLDER      (as root; needs ip, nft, curl, openssl, python3)
set -eu
breakwater=$1 folder=$2 n=bw$$
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  # Whoever is left: a process that lives on keeps the caller waiting.
  for ns in client router origin; do ip netns pids "$n-$ns" 2>/dev/null | xargs -r kill -9 2>/dev/null || true; done
  for ns in client router origin; do ip netns del "$n-$ns" 2>/dev/null || true; done
  rm -rf "/etc/netns/$n-router"
}
trap cleanup EXIT
for ns in client router origin; do ip netns add "$n-$ns"; ip -n "$n-$ns" link set lo up; done
in_client() { ip netns exec "$n-client" "$@"; }
in_router() { ip netns exec "$n-router" "$@"; }
ip link add lan netns "$n-client" type veth peer name lan netns "$n-router"
ip link add wan netns "$n-origin" type veth peer name wan netns "$n-router"
ip -n "$n-client" addr add 10.99.0.2/24 dev lan; ip -n "$n-client" addr add fd99::2/64 dev lan nodad
ip -n "$n-client" addr add 10.99.0.3/24 dev lan; ip -n "$n-client" addr add fd99::3/64 dev lan nodad
ip -n "$n-router" addr add 10.99.0.1/24 dev lan; ip -n "$n-router" addr add fd99::1/64 dev lan nodad
ip -n "$n-router" addr add 203.0.113.1/24 dev wan; ip -n "$n-router" addr add 2001:db8:80::1/64 dev wan nodad
ip -n "$n-origin" addr add 203.0.113.80/24 dev wan; ip -n "$n-origin" addr add 2001:db8:80::80/64 dev wan nodad
ip -n "$n-client" link set lan up; ip -n "$n-router" link set lan up; ip -n "$n-router" link set wan up; ip -n "$n-origin" link set wan up
ip -n "$n-client" route add default via 10.99.0.1; ip -n "$n-client" -6 route add default via fd99::1
ip -n "$n-origin" route add default via 203.0.113.1; ip -n "$n-origin" -6 route add default via 2001:db8:80::1

mkdir -p "/etc/netns/$n-router"
# `alias.test` is another name for `bad.test` (hosts(5): the first name of a line is the canonical one).
printf '%s\n' '127.0.0.1 localhost' '203.0.113.80 good.test' '2001:db8:80::80 good.test' '203.0.113.80 bad.test alias.test' \
  '2001:db8:80::80 bad.test alias.test' > "/etc/netns/$n-router/hosts"
ec="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
openssl req -x509 $ec -days 2 -subj /CN=root -keyout "$folder/root.key" -out "$folder/root.pem" 2>/dev/null
openssl req $ec -subj /CN=good.test -keyout "$folder/key.pem" -out "$folder/good.csr" 2>/dev/null
printf 'subjectAltName=DNS:good.test,DNS:alias.test\n' > "$folder/good.ext"
openssl x509 -req -in "$folder/good.csr" -CA "$folder/root.pem" -CAkey "$folder/root.key" -CAcreateserial -days 2 \
  -extfile "$folder/good.ext" -out "$folder/cert.pem" 2>/dev/null
"$breakwater" ca init --name test --state "$folder/state" > /dev/null
"$breakwater" ca show --pem --state "$folder/state" -o "$folder/authority.pem" > /dev/null
cat > "$folder/origin.py" <<'PY'
import http.server, socket, ssl, sys, threading
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"origin"
        self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *arguments): pass
class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6
for port in (80, 443):
    server = Server(("::", port), Handler)
    if port == 443:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); context.load_cert_chain(sys.argv[1] + "/cert.pem", sys.argv[1] + "/key.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
print("up", flush=True)
threading.Event().wait()
PY
ip netns exec "$n-origin" python3 "$folder/origin.py" "$folder" > "$folder/origin.out" & pids+=($!)
ip netns exec "$n-router" "$breakwater" serve --policy "$folder/policy.yaml" --state "$folder/state" --listen 127.0.0.1:8080 \
  --set "proxy.transparent-listeners=0.0.0.0:3129,[::]:3129" --set "proxy.allowed-clients=10.99.0.0/24,fd99::/64,127.0.0.1" \
  --set "proxy.allowed-private-destinations=203.0.113.0/24,2001:db8:80::/64" \
  --set "inspection.trusted-authorities=$folder/root.pem" > "$folder/serve.out" 2> "$folder/serve.err" & pids+=($!)
"$breakwater" redirect --interface lan --port 3129 > "$folder/rules.nft"
in_router nft -f "$folder/rules.nft"
in_router nft -f "$folder/rules.nft"   # they may be loaded again
for _ in $(seq 300); do grep -q "Breakwater filters" "$folder/serve.out" && grep -q up "$folder/origin.out" && break; sleep 0.1; done

ask() { # LABEL ADDRESS URL [more]
  local label=$1 address=$2 url=$3 host port; shift 3
  host=${url#*://}; host=${host%%/*}; case $url in https:*) port=443;; *) port=80;; esac
  echo "$label: $(in_client curl -s $trust --max-time 10 --noproxy '*' --resolve "$host:$port:$address" -o "$folder/body" -w '%{http_code}' "$url" "$@" || true) $(head -c 6 "$folder/body" 2>/dev/null | tr '\n' ' ')"
  rm -f "$folder/body"
}
for family in "v4 203.0.113.80 10.99.0.2 10.99.0.3" "v6 [2001:db8:80::80] fd99::2 fd99::3"; do
  set -- $family
  trust="-k --interface $3"
  ask "$1 http allowed" "$2" http://good.test/
  ask "$1 http blocked" "$2" http://bad.test/
  ask "$1 https allowed" "$2" https://good.test/
  ask "$1 https blocked" "$2" https://bad.test/
  ask "$1 http alias" "$2" http://alias.test/
  ask "$1 https alias" "$2" https://alias.test/
  # Only our authority is trusted: what is answered was decrypted.
  trust="--cacert $folder/authority.pem --interface $4"
  for version in http1.1 http2; do
    ask "$1 decrypted $version allowed" "$2" https://good.test/ --$version
    ask "$1 decrypted $version blocked" "$2" https://bad.test/ --$version -H 'Accept: text/html'
    ask "$1 decrypted $version alias" "$2" https://alias.test/ --$version -H 'Accept: text/html'
    ask "$1 decrypted $version unknown" "$2" https://unknown.test/ --$version -H 'Accept: text/html'
  done
done
# Straight to the listener: nobody redirected this.
echo "v4 direct: $(in_client curl -s --max-time 5 -o /dev/null -w '%{http_code}' http://10.99.0.1:3129/ || true)"
echo "v6 direct: $(in_client curl -s -g --max-time 5 -o /dev/null -w '%{http_code}' 'http://[fd99::1]:3129/' || true)"
