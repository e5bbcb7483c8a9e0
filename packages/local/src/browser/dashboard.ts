import { firstEvents } from './connection/first-events.ts'
import type { SyncMessage } from '../live/sync-message.ts'
import { findElement } from './dom/find-element.ts'
import { setText } from './dom/set-text.ts'
import { createEventStream } from './connection/event-stream.ts'
import { schedule } from './connection/schedule.ts'
import { applySync } from './model/apply-sync.ts'
import { createDashboard } from './page/create-dashboard.ts'

const status = findElement('#connection')
const dashboard = createDashboard()
let early: EventSource | undefined = firstEvents
const stream = createEventStream({
  connect(url) {
    const connection = early ?? new EventSource(url)
    early = undefined
    return connection
  },
  schedule,
  random: Math.random,
  onSync(data) {
    const message: SyncMessage = JSON.parse(data)
    dashboard.show(applySync(dashboard.account(), message))
  },
  onState(isLive) {
    setText(status, isLive ? 'Live' : 'Reconnecting…')
    status.classList.toggle('live', isLive)
  },
})
addEventListener('online', stream.wake)
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) stream.wake()
})
