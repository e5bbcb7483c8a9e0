import { readFile } from 'node:fs/promises'

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
    } catch (error) {
      console.log(String(error))
      isGood = false
    }
  }
  return isGood
}

const isGood = await importRows(process.argv[2] ?? 'payments.csv')
process.exit(isGood ? 0 : 1)
