// What the code says when it fails: every `new AppError(code, message, { hint })` in src/, with … for what is only known
// when it happens. Where a function makes the error for others, what those hand over is put in.
import path from 'node:path'
import ts from 'typescript'
import { root } from './generated-page.js'

const unknown = '…'
/** More ways to say something than that are not told apart. */
const mostWays = 12

const config = ts.getParsedCommandLineOfConfigFile(path.join(root, 'tsconfig.json'), {}, ts.sys)
const sources = path.join(root, 'src') + path.sep
const program = ts.createProgram(
  config.fileNames.filter((file) => file.startsWith(sources)),
  config.options,
)
const checker = program.getTypeChecker()
const files = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(sources))

/** Where each function is called, by its symbol. */
const calls = new Map()
const errors = []
for (const file of files) visit(file)

function visit(node) {
  if (ts.isNewExpression(node) && node.expression.getText() === 'AppError') errors.push(node)
  if (ts.isCallExpression(node)) {
    const symbol = symbolOf(node.expression)
    if (symbol) calls.set(symbol, [...(calls.get(symbol) ?? []), node])
  }
  ts.forEachChild(node, visit)
}

function symbolOf(node) {
  const symbol = checker.getSymbolAtLocation(node)
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

/** The nearest function around a node that has a name to be called by. */
function functionAround(node) {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isFunctionDeclaration(at) && at.name) return { made: at, symbol: symbolOf(at.name) }
    const named = ts.isArrowFunction(at) && ts.isVariableDeclaration(at.parent) && at.parent.name
    if (named && ts.isIdentifier(named)) return { made: at, symbol: symbolOf(named) }
  }
  return undefined
}

/** Every way in which an expression can read; `given` has what parameters stand for. */
function waysOf(node, given) {
  const all = [...new Set(readings(node, given))]
  return all.length > mostWays ? [unknown] : all
}

const together = (parts) =>
  parts.reduce((begun, part) => begun.flatMap((start) => part.map((end) => start + end)).slice(0, 200), [''])

function readings(node, given) {
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return [node.text]
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
    return readings(node.expression, given)
  if (ts.isTemplateExpression(node))
    return together([
      [node.head.text],
      ...node.templateSpans.flatMap((span) => [waysOf(span.expression, given), [span.literal.text]]),
    ])
  if (ts.isConditionalExpression(node))
    return [...readings(node.whenTrue, given), ...readings(node.whenFalse, given)]
  if (ts.isBinaryExpression(node)) return ofBinary(node, given)
  if (ts.isIdentifier(node) && node.text === 'undefined') return ['']
  const ofTable = ofTableEntry(node, given)
  if (ofTable) return ofTable
  if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) return ofSymbol(node, given)
  return [unknown]
}

function ofBinary(node, given) {
  const { left, right, operatorToken } = node
  if (operatorToken.kind === ts.SyntaxKind.PlusToken)
    return together([waysOf(left, given), waysOf(right, given)])
  const isEither = [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken]
  if (isEither.includes(operatorToken.kind)) {
    const instead = readings(right, given).filter((one) => one !== '')
    return [...readings(left, given), ...instead]
  }
  return [unknown]
}

/** What the entry of a table has, or says when it is called. */
function ofTableEntry(node, given) {
  const entry = ts.isPropertyAccessExpression(node) ? entryAt(node, given) : undefined
  if (entry) return readings(entry, given)
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const says = entryAt(node.expression, given)
    if (says && (ts.isArrowFunction(says) || ts.isMethodDeclaration(says)) && !ts.isBlock(says.body))
      return readings(says.body, given)
  }
  return undefined
}

function ofSymbol(node, given) {
  // In `{ hint }` the name stands for what it names, and not for the property.
  const short = ts.isShorthandPropertyAssignment(node.parent)
  const symbol = short ? checker.getShorthandAssignmentValueSymbol(node.parent) : symbolOf(node)
  if (!symbol) return [unknown]
  const handed = given.get(symbol)
  if (Array.isArray(handed)) return handed
  const declared = symbol.valueDeclaration
  const isConstant =
    declared && ts.isVariableDeclaration(declared) && declared.parent.flags & ts.NodeFlags.Const
  return isConstant && declared.initializer && ts.isIdentifier(declared.name)
    ? readings(declared.initializer, given)
    : [unknown]
}

/** What stands under a name in the entry of a table that is meant just now. */
function entryAt({ expression, name }, given) {
  const object = ts.isIdentifier(expression) && given.get(symbolOf(expression))
  const property = object && !Array.isArray(object) ? propertyOf(object, name.text) : undefined
  return property && valueOf(property)
}

/** The entries of the table that a name was looked up in: `table.find(…)` or `table[…]`. */
function entriesOf(node) {
  const declared = ts.isIdentifier(node) ? symbolOf(node)?.valueDeclaration : undefined
  const from = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined
  const isFind = from && ts.isCallExpression(from) && from.expression.name?.text === 'find'
  const table = isFind
    ? from.expression.expression
    : from && ts.isElementAccessExpression(from) && from.expression
  const written = table && symbolOf(table)?.valueDeclaration?.initializer
  if (!written) return []
  if (ts.isArrayLiteralExpression(written)) return [...written.elements]
  return ts.isObjectLiteralExpression(written)
    ? written.properties
        .map((one) => one.initializer)
        .filter((one) => one && ts.isObjectLiteralExpression(one))
    : []
}

/** What the names of tables stand for within an expression: one map for each entry of the first of them. */
function lookedUp(nodes) {
  let found
  const search = (node) => {
    const entries = found ? [] : entriesOf(node)
    if (entries.length > 0) found = entries.map((entry) => new Map([[symbolOf(node), entry]]))
    else ts.forEachChild(node, search)
  }
  nodes.forEach((node) => node && search(node))
  return found ?? [new Map()]
}

/** The property of an object that is written out. */
const propertyOf = (node, name) =>
  node && ts.isObjectLiteralExpression(node)
    ? node.properties.find((one) => one.name?.getText() === name)
    : undefined
const valueOf = (property) =>
  ts.isShorthandPropertyAssignment(property) ? property.name : property.initializer

/** What a call hands over for each parameter, those taken out of an object included. */
function handedOver(call, made, given) {
  const handed = new Map()
  for (const [index, parameter] of made.parameters.entries()) {
    const argument = call.arguments[index]
    const value = argument ?? parameter.initializer
    if (ts.isIdentifier(parameter.name)) {
      if (value) handed.set(symbolOf(parameter.name), waysOf(value, given))
      handed.set(`${index}`, argument)
    } else if (ts.isObjectBindingPattern(parameter.name)) {
      for (const { name, propertyName, initializer } of parameter.name.elements) {
        const property = propertyOf(value, (propertyName ?? name).getText())
        const one = property ? valueOf(property) : initializer
        if (one && ts.isIdentifier(name)) handed.set(symbolOf(name), waysOf(one, given))
      }
    }
  }
  return handed
}

/** The hint within the options of an error; a parameter that stands for all of them is looked up in the call. */
function hintsOf(options, given, handed) {
  if (!options) return ['']
  if (ts.isObjectLiteralExpression(options)) {
    const property = propertyOf(options, 'hint')
    return property ? waysOf(valueOf(property), given) : ['']
  }
  const symbol = ts.isIdentifier(options) ? symbolOf(options) : undefined
  const parameter = symbol?.valueDeclaration
  if (!parameter || !ts.isParameter(parameter)) return [unknown]
  const argument = handed?.get(`${parameter.parent.parameters.indexOf(parameter)}`)
  return argument || handed ? hintsOf(argument, given) : [unknown]
}

function usesAny(nodes, made) {
  const symbols = new Set(
    made.parameters.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [symbolOf(name)] : name.elements.map((one) => symbolOf(one.name)),
    ),
  )
  const uses = (node) =>
    (ts.isIdentifier(node) &&
      symbols.has(
        ts.isShorthandPropertyAssignment(node.parent)
          ? checker.getShorthandAssignmentValueSymbol(node.parent)
          : symbolOf(node),
      )) ||
    ts.forEachChild(node, uses) === true
  return nodes.some((node) => node && uses(node))
}

/** What an error says, once for every way in which it can come about. */
function textsOf(node) {
  const [code, message, options] = node.arguments
  const said = (given, handed) => ({
    codes: waysOf(code, given),
    messages: waysOf(message, given),
    hints: hintsOf(options, given, handed),
  })
  const around = functionAround(node)
  const callers =
    around && usesAny([code, message, options], around.made) ? calls.get(around.symbol) : undefined
  if (!callers) return lookedUp([code, message, options]).map((given) => said(given, undefined))
  return callers.flatMap((call) =>
    lookedUp(call.arguments).map((given) => {
      const handed = new Map([...given, ...handedOver(call, around.made, given)])
      return said(handed, handed)
    }),
  )
}

const oneDot = (text) => text.replaceAll(/…+/g, unknown)
const saysSomething = (text) => /\p{L}{2}/u.test(text)

/** `{ code, message, hints }` of every error, each text once, in the order of the alphabet. `known` are the codes. */
export function errorTexts(known) {
  const rows = new Map()
  for (const { codes, messages, hints } of errors.flatMap(textsOf))
    for (const code of codes.filter((one) => known.includes(one)))
      for (const message of messages.map(oneDot).filter(saysSomething)) {
        const row = rows.get(`${code} ${message}`) ?? { code, message, hints: new Set() }
        hints.map(oneDot).forEach((hint) => saysSomething(hint) && row.hints.add(hint))
        rows.set(`${code} ${message}`, row)
      }
  return [...rows.values()]
    .map(({ hints, ...row }) => ({ ...row, hints: fewOf([...hints]) }))
    .sort((a, b) => (a.message < b.message ? -1 : 1))
}

/** Of many hints the one that has most in it. */
function fewOf(hints) {
  const weight = (hint) => 1000 * hint.split(unknown).length + hint.length
  return hints.length <= 3 ? hints : [hints.reduce((a, b) => (weight(b) > weight(a) ? b : a))]
}

/** Codes that an object with a message has, where they are written out and nobody has declared them. */
export function undeclaredCodes(known) {
  const found = []
  const search = (node) => {
    if (ts.isObjectLiteralExpression(node) && propertyOf(node, 'message')) {
      const code = propertyOf(node, 'code')
      const value = code && valueOf(code)
      if (value && ts.isStringLiteral(value) && !known.includes(value.text)) found.push(value.text)
    }
    ts.forEachChild(node, search)
  }
  files.forEach(search)
  return found
}
