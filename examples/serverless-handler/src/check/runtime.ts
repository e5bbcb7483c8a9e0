import { handler } from '../handler.ts'

// What a platform runs around a handler: takes an event, calls, hands back what it answers.
process.on('message', (event) => {
  void handler(event as { width: number; height: number }).then((answer) => process.send?.(answer))
})
console.log('ready')
