import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import ts from 'typescript-5'

/** A declaration, and the names that its types use. */
interface Declared {
  readonly name: string
  readonly text: string
  readonly uses: readonly ts.Symbol[]
}

/**
 * Writes down what a built entry promises its users: each export with its type, and each type that one
 * reaches, by name and without comments, wherever the bundler put it. Read with TypeScript 5, since
 * TypeScript 7 has no API yet.
 */
export function readPublicApi(entry: string): string {
  const options = { module: ts.ModuleKind.NodeNext, strict: true, skipLibCheck: true, types: [] }
  const program = ts.createProgram([entry], options)
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(entry)
  if (source === undefined) throw new Error(`${entry} is missing: run \`npm run build\` first`)
  const folder = dirname(source.fileName)

  const resolve = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const isOurs = (node: ts.Node) => node.getSourceFile().fileName.startsWith(`${folder}/`)

  function describe(name: string, symbol: ts.Symbol): Declared {
    const declarations = (symbol.declarations ?? []).map(toStatement)
    const uses: ts.Symbol[] = []
    const visit = (node: ts.Node): void => {
      const used = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined
      if (used !== undefined) uses.push(resolve(used))
      ts.forEachChild(node, visit)
    }
    declarations.filter(isOurs).forEach(visit)
    const text = declarations.map((node) => (isOurs(node) ? print(node) : sayOrigin(node)))
    return { name, text: text.join('\n'), uses }
  }

  const module = checker.getSymbolAtLocation(source)
  const exported = module === undefined ? [] : checker.getExportsOfModule(module)
  const seen = new Set(exported.map(resolve))
  const exports = exported.map((symbol) => describe(symbol.name, resolve(symbol)))
  const reached: Declared[] = []
  const queue = [...exports]
  for (const { uses } of queue) {
    for (const symbol of uses) {
      if (seen.has(symbol) || !isDeclaration(symbol, isOurs)) continue
      seen.add(symbol)
      const declared = describe(symbol.name, symbol)
      reached.push(declared)
      queue.push(declared)
    }
  }
  if (exports.length === 0) return 'Exports nothing.\n'
  const behind = reached.length > 0 ? `\n${list('Types behind them', reached)}` : ''
  return `${list('Exports', exports)}${behind}`
}

/** The statement around a declaration: of a constant, its `const`. */
function toStatement(node: ts.Node): ts.Node {
  return ts.isVariableDeclaration(node) ? node.parent.parent : node
}

/** Whether it is an interface, type, class, function or constant of this package. */
function isDeclaration(symbol: ts.Symbol, isOurs: (node: ts.Node) => boolean): boolean {
  return (symbol.declarations ?? []).some(
    (node) => isOurs(node) && ts.isSourceFile(toStatement(node).parent),
  )
}

function print(node: ts.Node): string {
  const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed })
  const text = printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
  // A name that bundling made unique by `$1` is the same to users.
  const named = text.replace(/^(?:export )?(?:declare )?/u, '').replaceAll(/\b(\w+)\$\d+\b/gu, '$1')
  return named.replaceAll('    ', '  ')
}

/** What is only passed on is described where it comes from. */
function sayOrigin(node: ts.Node): string {
  const [folder] = node.getSourceFile().fileName.split(/\/(?:dist|build)\//u)
  const { name } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { name: string }
  return `from ${name}`
}

function list(title: string, declared: readonly Declared[]): string {
  const texts = declared.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return `${title}:\n\n${texts.map(({ name, text }) => `${name}\n${indent(text)}\n`).join('\n')}`
}

function indent(text: string): string {
  return text.replaceAll(/^/gmu, '  ')
}
