/** What a page says of a stream that breaks, or that can't be opened while the server is down. */
export const lostConnection =
  /\/events|net::ERR_(CONNECTION_|INCOMPLETE_CHUNKED|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/
