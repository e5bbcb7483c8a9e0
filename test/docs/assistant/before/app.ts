import { createServer } from 'node:http'

const links = new Map<string, string>()
const mails: string[] = []

/** Makes a short link and remembers to tell its owner. */
function shorten(url: string, owner: string): string {
  if (!URL.canParse(url)) throw new Error(`Expected a URL, got ${url}`)
  const id = (links.size + 1).toString(36)
  links.set(id, url)
  mails.push(owner)
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
    try {
      await sendMail(owner)
    } catch (error) {
      console.log(String(error))
    }
  }
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  try {
    if (pathname === '/') {
      response.end('A link shortener')
    } else if (pathname === '/new') {
      response.end(shorten(searchParams.get('url') ?? '', searchParams.get('owner') ?? ''))
    } else {
      const url = links.get(pathname.slice(1))
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
