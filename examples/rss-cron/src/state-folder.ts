import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where runs leave to the next one what they saw and measured. */
export const stateFolder =
  process.env['RSS_CRON_STATE'] ?? join(homedir(), '.local', 'state', 'rss-cron')
