import { readFile } from 'node:fs/promises'
import { importDuration, payments, rowFailed, rowsImported } from './metrics.ts'

/** Reads `name,amount`, one a line. */
function parseRow(row: string): { name: string; amount: number } {
  const [name = '', amount = ''] = row.split(',')
  if (name === '' || amount === '' || Number.isNaN(Number(amount))) {
    throw new Error(`Expected name,amount, got ${row}`)
  }
  return { name, amount: Number(amount) }
}

async function importRows(file: string): Promise<boolean> {
  let isGood = true
  const rows = (await readFile(file, 'utf8')).trim().split('\n')
  for (const row of rows) {
    try {
      const { name, amount } = parseRow(row)
      console.log(`${name}: ${amount.toFixed(2)}`)
      rowsImported.add(1)
      payments.record(amount)
      rowFailed.record(0)
    } catch (error) {
      rowFailed.record(1)
      console.log(String(error))
      isGood = false
    }
  }
  return isGood
}

const start = performance.now()
const isGood = await importRows(process.argv[2] ?? 'payments.csv')
importDuration.record((performance.now() - start) / 1000)
process.exitCode = isGood ? 0 : 1
