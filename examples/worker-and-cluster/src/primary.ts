import cluster from 'node:cluster'

const workers = 4
let isEnding = false

for (let started = 0; started < workers; started += 1) cluster.fork()

// A worker that crashed, or that the kernel killed for its memory, is replaced.
cluster.on('exit', () => {
  if (!isEnding) cluster.fork()
})

process.once('SIGTERM', () => {
  isEnding = true
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM')
})
