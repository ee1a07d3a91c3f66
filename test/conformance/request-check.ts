import type { HostName, ObservedExchange } from '@avatarctl/sandbox'
import { described, mediaTypeOf, type Description, type Parameter, type Schema } from './description.ts'
import type { Asked } from './operations.ts'
import type { Schemas } from './schemas.ts'

/** Fields of HTTP itself, which no operation has to declare. */
const HTTP_FIELDS = new Set([
  ...['accept', 'accept-encoding', 'accept-language', 'authorization', 'cache-control', 'connection'],
  ...['content-length', 'content-type', 'host', 'if-none-match', 'keep-alive', 'pragma', 'sec-fetch-mode'],
  ...['transfer-encoding', 'user-agent'],
])
/** In which RingCentral's own client library names itself, beside the field of HTTP. */
const CLIENT_FIELD = 'x-user-agent'

/** What is wrong with a request for an operation. */
export async function requestViolations(
  description: Description,
  schemas: Schemas,
  asked: Asked,
  { host, path, request }: ObservedExchange,
): Promise<string[]> {
  const { headers } = request
  const found = [
    ...hostViolations(asked, host),
    ...credentialViolations(description, asked, headers['authorization']),
    ...pathViolations(schemas, asked),
    ...queryViolations(schemas, asked, new URLSearchParams(path.split('?')[1] ?? '')),
    ...headerViolations(schemas, asked, headers),
    ...(await bodyViolations(schemas, asked, request)),
  ]
  return found.map((violation) => `request: ${violation}`)
}

function hostViolations({ hosts }: Asked, host: HostName): string[] {
  return hosts.includes(host) ? [] : [`the ${host} host is not where this is`]
}

/** One of the ways to say who is asking that are described; the scheme of HTTP stands for the way. */
function credentialViolations(
  { security, components }: Description,
  { operation }: Asked,
  authorization: string | undefined,
): string[] {
  const ways = (operation.security ?? security ?? [{}]).map((way) => {
    const [name] = Object.keys(way)
    if (name === undefined) return 'none'
    const { type, scheme } = components.securitySchemes?.[name] ?? { type: 'oauth2' }
    return type === 'http' && scheme !== undefined ? scheme.toLowerCase() : 'bearer'
  })
  const used = authorization === undefined ? 'none' : authorization.split(' ')[0]!.toLowerCase()
  return ways.includes(used) ? [] : [`authorization is ${used}, and not ${ways.join(' or ')}`]
}

function pathViolations(schemas: Schemas, { parameters, pathValues }: Asked): string[] {
  return parameters
    .filter((parameter) => parameter.in === 'path')
    .flatMap(({ name, schema }) =>
      schemas
        .text(schema, decoded(pathValues[name] ?? ''))
        .map((wrong) => `path parameter ${name}: ${wrong}`),
    )
}

/** What is no encoding stands for itself, and is found wrong or not as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function queryViolations(schemas: Schemas, { parameters }: Asked, query: URLSearchParams): string[] {
  const declared = parameters.filter((parameter) => parameter.in === 'query')
  const undeclared = [...new Set(query.keys())].filter((name) => declared.every((one) => one.name !== name))
  return [
    ...undeclared.map((name) => `query parameter ${name} is not described`),
    ...declared.flatMap((parameter) =>
      valueViolations(schemas, parameter, query.getAll(parameter.name)).map(
        (wrong) => `query parameter ${parameter.name}: ${wrong}`,
      ),
    ),
  ]
}

function headerViolations(
  schemas: Schemas,
  { parameters }: Asked,
  headers: Record<string, string>,
): string[] {
  const declared = parameters.filter((parameter) => parameter.in === 'header')
  const names = new Set(declared.map(({ name }) => name.toLowerCase()))
  const undeclared = Object.keys(headers).filter(
    (name) => !names.has(name) && !HTTP_FIELDS.has(name) && name !== CLIENT_FIELD,
  )
  return [
    ...undeclared.map((name) => `header ${name} is not described`),
    ...declared.flatMap((parameter) => {
      const value = headers[parameter.name.toLowerCase()]
      return valueViolations(schemas, parameter, value === undefined ? [] : [value]).map(
        (wrong) => `header ${parameter.name}: ${wrong}`,
      )
    }),
  ]
}

/** The values of one parameter. Lists are given by repeating it, as is usual in queries and described here. */
function valueViolations(schemas: Schemas, parameter: Parameter, given: string[]): string[] {
  const { schema, required = false, allowEmptyValue = false } = parameter
  const values = allowEmptyValue ? given.filter((value) => value !== '') : given
  if (given.length === 0) return required ? ['is missing'] : []
  if (schema['type'] === 'array') return schemas.text(schema, values)
  if (given.length > 1) return ['is given more than once']
  return values.flatMap((value) => schemas.text(schema, value))
}

async function bodyViolations(
  schemas: Schemas,
  { operation }: Asked,
  { headers, body }: ObservedExchange['request'],
): Promise<string[]> {
  const { requestBody } = operation
  const announced = Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined
  if (!announced) return requestBody?.required === true ? ['the body is missing'] : []
  if (!requestBody) return ['a body is not described']
  const contentType = headers['content-type']
  const content = described(requestBody.content, contentType)
  if (!content) return [`a body of type ${mediaTypeOf(contentType)} is not described`]
  if (!body) return []
  return (await formViolations(schemas, content.schema, body, contentType!)).map((wrong) => `body: ${wrong}`)
}

/** Read by the platform's own parser: the sandbox's may be as wrong as what it reads. */
async function formViolations(
  schemas: Schemas,
  schema: Schema,
  body: Buffer,
  contentType: string,
): Promise<string[]> {
  const message = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is not for servers; this is none.
  const form = await message.formData().catch(() => undefined)
  if (!form) return [`is not ${mediaTypeOf(contentType)}`]
  const names = [...new Set(form.keys())]
  const repeated = names.filter((name) => form.getAll(name).length > 1)
  const values = Object.fromEntries(
    names.map((name) => {
      const value = form.get(name)
      return [name, typeof value === 'string' ? value : '']
    }),
  )
  return [
    ...repeated.map((name) => `/${name} is given more than once`),
    ...names.flatMap((name) => kindViolations(schema, name, form.getAll(name))),
    ...schemas.text(schema, values),
  ]
}

/** Bytes are sent as a file, and everything else as text. */
function kindViolations(schema: Schema, name: string, values: readonly unknown[]): string[] {
  const declared = (schema['properties'] as Record<string, Schema> | undefined)?.[name]
  const binary = declared?.['format'] === 'binary'
  if (declared === undefined || values.every((value) => (typeof value !== 'string') === binary)) return []
  return [`/${name} is ${binary ? 'text, and not a file' : 'a file, and not text'}`]
}
