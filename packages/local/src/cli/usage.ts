/** What `--help` prints of the command with that name. */
export function toUsage(name: string): string {
  return `Usage: ${name} [options]

Serves the Spikelog ingest API and a live dashboard on this machine until Ctrl-C.

  --port <port>    port to listen on, 0 for any free one (7745)
  --host <host>    address to listen on (127.0.0.1: this machine only)
  --file <path>    keep charts and points in this SQLite file (in memory)
  --key <key>      the API key to accept (sk_local)
  --fault <fault>  let requests go wrong, may be given several times:
                     status=503,retry-after=5,body=html     answer so (body: json, html, empty)
                     status=500,bytes=1000000               answer with a big body
                     redirect=http://127.0.0.1:9/           answer 307
                     delay=2000                             wait, in milliseconds
                     drip=body,interval=100                 answer byte by byte (or drip=headers)
                     hang                                   never answer
                     reset                                  reset the connection
                   with ,rate=0.2 (and ,seed=1) for a share of the requests, and with
                   ,stage=arrival, before-store (the default) or after-store for when;
                   reset also takes ,stage=body
  --help           print this
  --version        print the version
`
}
