/** As much of an OpenAPI 3.0 document as is looked at. */
export interface Description {
  security?: SecurityRequirement[]
  paths: Record<string, Record<string, DescribedOperation>>
  components: {
    parameters?: Record<string, Parameter>
    responses?: Record<string, DescribedAnswer>
    schemas: Record<string, Schema>
    securitySchemes?: Record<string, { type: string; scheme?: string }>
  }
}

export type SecurityRequirement = Record<string, string[]>

export type Schema = Record<string, unknown>

export interface DescribedOperation {
  operationId: string
  parameters?: (Parameter | Reference)[]
  requestBody?: { required?: boolean; content: Content }
  responses: Record<string, DescribedAnswer | Reference>
  security?: SecurityRequirement[]
  'x-media-api'?: boolean
}

export interface Parameter {
  name: string
  in: 'cookie' | 'header' | 'path' | 'query'
  required?: boolean
  allowEmptyValue?: boolean
  style?: string
  explode?: boolean
  schema: Schema
}

export interface DescribedAnswer {
  content?: Content
}

/** What is sent, by its media type. */
export type Content = Record<string, { schema: Schema }>

interface Reference {
  $ref: string
}

/** What stands in the place that a reference names, or the value itself when it is none. */
export function resolved<T extends object>(description: Description, value: T | Reference): T {
  if (!('$ref' in value)) return value
  const found = value.$ref
    .split('/')
    .slice(1)
    .reduce<unknown>((place, name) => (place as Record<string, unknown> | undefined)?.[name], description)
  if (found === undefined) throw new Error(`The description has nothing at ${value.$ref}.`)
  return found as T
}

/** What a content type of a message is described as: `image/*` is every image. */
export function described(content: Content, contentType: string | undefined): { schema: Schema } | undefined {
  const mediaType = mediaTypeOf(contentType)
  return content[mediaType] ?? content[mediaType.replace(/\/.*/, '/*')]
}

/** Without its parameters. */
export function mediaTypeOf(contentType = ''): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase()
}
