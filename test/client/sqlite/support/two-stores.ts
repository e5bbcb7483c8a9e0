import { execFileSync } from 'node:child_process'
import { createSqliteBucketStore } from '../../../../packages/client/src/sqlite/create-sqlite-bucket-store.ts'
import { toAggregate } from '../../../../packages/client/src/aggregate/aggregate.ts'

const [script = '', path = '', role] = process.argv.slice(1)

function openStore() {
  const store = createSqliteBucketStore({ path, bucketMillis: 60_000 })
  const add = (value: number): void => {
    const now = performance.now()
    store.merge('users', toAggregate(value, now), now, { aggregation: 'sum' })
  }
  return { add, close: () => store.durable.close(performance.now()), store }
}

/** Another process comes, adds, and goes. */
function addElsewhere(): void {
  execFileSync(process.execPath, [...process.execArgv, script, path, 'passing'])
}

if (role === 'passing') {
  const { add, close } = openStore()
  add(1)
  void close()
} else {
  const [one, two] = [openStore(), openStore()]
  for (const { add } of [one, two]) add(1)
  addElsewhere()
  for (const { add } of [one, two]) add(1)
  addElsewhere()
  for (const { close } of [one, two]) void close()
  console.log(openStore().store.pending().get('users')?.sum)
}
