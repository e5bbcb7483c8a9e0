/** Puts the reason why a server can't listen into a sentence that says what to do. */
export function toListenError(cause: Error, host: string, port: number): Error {
  const code = 'code' in cause ? String(cause.code) : undefined
  return Object.assign(new Error(toMessage(code, cause, host, port), { cause }), { code })
}

function toMessage(code: string | undefined, cause: Error, host: string, port: number): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use: stop what listens there, or choose another port (0 takes any free one).`
  }
  if (code === 'EACCES') {
    return `Port ${port} on ${host} is not for this user: choose one from 1024 up (0 takes any free one).`
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `Host ${host} is no address of this machine: choose 127.0.0.1, or 0.0.0.0 for all of its addresses.`
  }
  return `Can't listen on ${host}, port ${port}: ${cause.message}`
}
