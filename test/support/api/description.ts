import { request } from '../client'

/** The part of JSON Schema that the API's description uses. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  propertyNames?: Schema
  items?: Schema
  prefixItems?: Schema[]
  minItems?: number
  maxItems?: number
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  example?: unknown
  examples?: unknown[]
  default?: unknown
}

type Content = Partial<Record<string, { schema: Schema }>>

export type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: Schema }

export type DescribedResponse = { description: string; headers?: Record<string, { schema: Schema }>; content?: Content }

export type Operation = {
  operationId: string
  summary?: string
  tags?: string[]
  security?: object[]
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content: Content }
  responses: Partial<Record<string, DescribedResponse>>
}

export type Description = {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Operation>>
  security: object[]
  components: { schemas: Partial<Record<string, Schema>>; securitySchemes: Record<string, object> }
}

/** An operation with its method in capitals and its path with parameters in braces. */
export type Placed = { method: string; path: string; operation: Operation }

export const readDescription = async () => (await request('/api/v1/openapi.json')).json<Description>()

export const operationsOf = ({ paths }: Description): Placed[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )

/** Resolves a reference; returns any other schema unchanged. */
export const resolved = ({ components }: Description, schema: Schema): Schema => {
  if (schema.$ref === undefined) return schema
  const found = components.schemas[schema.$ref.replace('#/components/schemas/', '')]
  if (!found) throw new Error(`there is no ${schema.$ref}`)
  return found
}
