import { onStop } from './on-stop.ts'

// Visitors of the shop: real requests over sockets, in waves. node src/traffic.ts http://127.0.0.1:8080

const shop = process.argv[2] ?? 'http://127.0.0.1:8080'
const tickMillis = 50
const waveMillis = 11_000

const startMillis = performance.now()
const inFlight = new Set<Promise<void>>()

const timer = setInterval(() => {
  const phase = ((performance.now() - startMillis) / waveMillis) * 2 * Math.PI
  const visitors = Math.random() * (2 + 1.4 * Math.sin(phase))
  for (let n = 0; n < Math.round(visitors); n += 1) start(visit())
}, tickMillis)

onStop(() => {
  clearInterval(timer)
})

function start(task: Promise<void>): void {
  const settled = task.catch(() => {}).finally(() => inFlight.delete(settled))
  inFlight.add(settled)
}

/** One visitor: looks at products, some put one into a cart, some buy, some sign up. */
async function visit(): Promise<void> {
  await request('GET', `/products?id=${Math.floor(Math.random() ** 2 * 90)}`)
  if (Math.random() < 0.2) await request('POST', '/signups')
  if (Math.random() < 0.6) await request('POST', '/carts')
  if (Math.random() < 0.55) await request('POST', '/orders')
}

async function request(method: string, path: string): Promise<void> {
  const response = await fetch(shop + path, { method })
  await response.arrayBuffer()
}
