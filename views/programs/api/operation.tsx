import type { Child, PropsWithChildren } from 'hono/jsx'
import type { ListedOperation, Shape } from '../../../functions/programs/api/reference'
import { curl, limits, nameOf, typeName } from './example'

export const Ticked = ({ text }: { text: string }) => (
  <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>
)

/** The type of a value: a component by its name, a list, one of several, or plain. */
const Type = ({ shape }: { shape: Shape }) => {
  const name = nameOf(shape)
  if (name !== undefined)
    return (
      <a class="link" href={`#${name}`}>
        {name}
      </a>
    )
  if (shape.anyOf) {
    return (
      <>
        {shape.anyOf.map((one, index) => (
          <>
            {index > 0 && ' or '}
            <Type shape={one} />
          </>
        ))}
      </>
    )
  }
  const within = limits(shape)
  return (
    <>
      {typeName(shape)}
      {shape.items && (
        <>
          {' of '}
          <Type shape={shape.items} />
        </>
      )}
      {within && `, ${within}`}
    </>
  )
}

type MemberProps = {
  name: string
  shape: Shape
  required?: boolean
  /** A member of a response, which is always there unless the schema says otherwise. */
  answered?: boolean
  note?: Child
  description?: string
}

const Member = ({ name, shape, required, answered, note, description = shape.description }: MemberProps) => (
  <>
    <dt>
      <code>{name}</code> {note} {required && !answered && <span class="grey">required</span>}
      {answered && !required && <span class="grey">optional</span>}
    </dt>
    <dd>
      {(!shape.properties || shape.type !== 'object') && <Type shape={shape} />}
      {description && (
        <p>
          <Ticked text={description} />
        </p>
      )}
      {shape.properties && <Members shape={shape} answered={answered} />}
      {shape.items?.properties && <Members shape={shape.items} answered={answered} />}
    </dd>
  </>
)

export const MemberList = ({ children }: PropsWithChildren) => <dl class="members">{children}</dl>

export const Members = ({ shape, answered }: { shape: Shape; answered?: boolean }) => (
  <MemberList>
    {Object.entries(shape.properties ?? {}).map(([name, member]) => (
      <Member name={name} shape={member} required={shape.required?.includes(name)} answered={answered} />
    ))}
  </MemberList>
)

export const MembersOrType = ({ shape, answered }: { shape: Shape; answered?: boolean }) =>
  shape.properties ? (
    <Members shape={shape} answered={answered} />
  ) : (
    <p>
      <Type shape={shape} />
    </p>
  )

type Shapes = Record<string, Shape>

const Parameters = ({ parameters }: Pick<ListedOperation, 'parameters'>) => (
  <>
    <h4>Parameters</h4>
    <MemberList>
      {parameters.map(({ in: place, schema, ...parameter }) => (
        <Member shape={schema} note={<span class="grey">{place}</span>} {...parameter} />
      ))}
    </MemberList>
  </>
)

const Body = ({ content, shapes }: { content: Record<string, { schema: Shape }>; shapes: Shapes }) => (
  <>
    {Object.entries(content).map(([type, { schema }]) => {
      const shape = shapes[nameOf(schema) ?? ''] ?? schema
      return (
        <>
          <h4>
            Body <code>{type}</code>
          </h4>
          <MembersOrType shape={shape} />
        </>
      )
    })}
  </>
)

const Answers = ({ responses }: Pick<ListedOperation, 'responses'>) => {
  const good = Object.entries(responses).filter(([status]) => status < '400')
  const bad = Object.keys(responses).filter((status) => status >= '400')
  return (
    <>
      <h4>Responses</h4>
      <dl class="members">
        {good.map(([status, { description, content = {} }]) => (
          <>
            <dt>
              <code>{status}</code>
            </dt>
            <dd>
              {Object.entries(content).map(([type, { schema }]) => (
                <>
                  {schema.properties ? type : <Type shape={schema} />}
                  {schema.properties && <Members shape={schema} answered />}
                </>
              ))}
              {Object.keys(content).length === 0 && description}
            </dd>
          </>
        ))}
        <dt>Errors</dt>
        <dd class="statuses">
          {bad.map((status) => (
            <a class="link" href={`#error-${status}`}>
              {status}
            </a>
          ))}
        </dd>
      </dl>
    </>
  )
}

type OperationProps = { operation: ListedOperation; shapes: Shapes; origin: string }

export const Operation = ({ operation, shapes, origin }: OperationProps) => {
  const { operationId, method, path, summary, description, parameters, requestBody, responses } = operation
  return (
    <article class="operation" id={operationId} aria-labelledby={`${operationId}-head`}>
      <h3 id={`${operationId}-head`}>{summary}</h3>
      <p>
        <a class="address" href={`#${operationId}`}>
          <b>{method}</b> {path}
        </a>
      </p>
      {description && (
        <p>
          <Ticked text={description} />
        </p>
      )}
      {parameters.length > 0 && <Parameters parameters={parameters} />}
      {requestBody && <Body content={requestBody.content} shapes={shapes} />}
      <Answers responses={responses} />
      <h4>Example</h4>
      <pre>
        <code>{curl(operation, shapes, origin)}</code>
      </pre>
    </article>
  )
}
