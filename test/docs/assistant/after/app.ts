import { createServer } from 'node:http'
import {
  linksCreated,
  linksFollowed,
  mailDuration,
  mailsSent,
  mailsWaiting,
  requestDuration,
  requestFailed,
} from './metrics.ts'

const links = new Map<string, string>()
const mails: string[] = []
mailsWaiting.addCallback((result) => result.observe(mails.length))

/** Makes a short link and remembers to tell its owner. */
function shorten(url: string, owner: string): string {
  if (!URL.canParse(url)) throw new Error(`Expected a URL, got ${url}`)
  const id = (links.size + 1).toString(36)
  links.set(id, url)
  mails.push(owner)
  linksCreated.add(1)
  return id
}

/** Stands for the mail service, which knows no address without an @. */
async function sendMail(owner: string): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, 5)
  })
  if (!owner.includes('@')) throw new Error(`Unknown address ${owner}`)
}

async function sendMails(): Promise<void> {
  for (let owner = mails.shift(); owner !== undefined; owner = mails.shift()) {
    const start = performance.now()
    try {
      await sendMail(owner)
      mailsSent.add(1, { result: 'ok' })
    } catch (error) {
      mailsSent.add(1, { result: 'error' })
      console.log(String(error))
    }
    mailDuration.record((performance.now() - start) / 1000)
  }
}

const server = createServer((request, response) => {
  const start = performance.now()
  response.once('finish', () => {
    requestDuration.record((performance.now() - start) / 1000)
    requestFailed.record(response.statusCode >= 500 ? 1 : 0)
  })
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  try {
    if (pathname === '/') {
      response.end('A link shortener')
    } else if (pathname === '/new') {
      response.end(shorten(searchParams.get('url') ?? '', searchParams.get('owner') ?? ''))
    } else {
      const url = links.get(pathname.slice(1))
      linksFollowed.add(1, { result: url === undefined ? 'missing' : 'found' })
      response.writeHead(url === undefined ? 404 : 302, url === undefined ? {} : { location: url })
      response.end()
    }
  } catch (error) {
    response.writeHead(500).end(String(error))
  }
})

server.listen(Number(process.env['PORT'] ?? 3000))
const timer = setInterval(() => void sendMails(), 1000)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(timer)
    void sendMails().then(() => server.close())
  })
}
