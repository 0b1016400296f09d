import type { Child, PropsWithChildren } from 'hono/jsx'
import type { ListedOperation, Shape } from '../../../functions/programs/api/reference'
import { classes } from '../../ui/icon'
import { curl, describeLimits, schemaName, typeName } from './example'

export const InlineCode = ({ text }: { text: string }) => (
  <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>
)

/** Type of a value: a component by its name, a list, alternatives, or a plain type. */
const Type = ({ shape }: { shape: Shape }) => {
  const name = schemaName(shape)
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
  const within = describeLimits(shape)
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
  /** True for a member of a response: it is always present unless the schema says otherwise. */
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
        <p class="max-w-176 text-grey">
          <InlineCode text={description} />
        </p>
      )}
      {shape.properties && <Members place="nested" shape={shape} answered={answered} />}
      {shape.items?.properties && <Members place="nested" shape={shape.items} answered={answered} />}
    </dd>
  </>
)

const memberLook = classes(
  'grid grid-cols-1 text-small sm:*:border-b sm:*:border-line sm:*:py-1 *:[dt]:pt-1 *:[dt]:font-strong',
  '*:[dd]:border-b *:[dd]:border-line *:[dd]:pb-1 *:[dd]:wrap-anywhere sm:*:[dd]:pl-4',
)

/** Columns for names and descriptions. The description of a member is not on a line below. */
const memberPlaces = {
  first: 'sm:grid-cols-[minmax(12rem,1fr)_minmax(0,3fr)]',
  nested: classes(
    'max-sm:pl-4 sm:grid-cols-[minmax(8rem,1fr)_minmax(0,3fr)]',
    '*:[dd:last-child]:border-b-0 sm:*:nth-last-[-n+2]:border-b-0',
  ),
}

type MemberListProps = PropsWithChildren<{ place?: keyof typeof memberPlaces }>

export const MemberList = ({ place = 'first', children }: MemberListProps) => (
  <dl class={classes(memberLook, memberPlaces[place])}>{children}</dl>
)

type MembersProps = Pick<MemberListProps, 'place'> & { shape: Shape; answered?: boolean }

export const Members = ({ shape, answered, place }: MembersProps) => (
  <MemberList place={place}>
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
    <Heading>Parameters</Heading>
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
      const shape = shapes[schemaName(schema) ?? ''] ?? schema
      return (
        <>
          <Heading>
            Body <code>{type}</code>
          </Heading>
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
      <Heading>Responses</Heading>
      <MemberList>
        {good.map(([status, { description, content = {} }]) => (
          <>
            <dt>
              <code>{status}</code>
            </dt>
            <dd>
              {Object.entries(content).map(([type, { schema }]) => (
                <>
                  {schema.properties ? type : <Type shape={schema} />}
                  {schema.properties && <Members place="nested" shape={schema} answered />}
                </>
              ))}
              {Object.keys(content).length === 0 && description}
            </dd>
          </>
        ))}
        <dt>Errors</dt>
        <dd class="flex flex-wrap gap-x-3">
          {bad.map((status) => (
            <a class="link" href={`#error-${status}`}>
              {status}
            </a>
          ))}
        </dd>
      </MemberList>
    </>
  )
}

/** An entry for an operation or a schema. */
export const ReferenceEntry = ({ id, title, children }: PropsWithChildren<{ id: string; title: string }>) => (
  <article class="border-t border-line py-4 wrap-anywhere" id={id} aria-labelledby={`${id}-head`}>
    <h3 id={`${id}-head`}>{title}</h3>
    {children}
  </article>
)

const Heading = ({ children }: PropsWithChildren) => (
  <h4 class="mt-3 mb-0 font-strong text-grey text-small">{children}</h4>
)

type OperationProps = { operation: ListedOperation; shapes: Shapes; origin: string }

export const Operation = ({ operation, shapes, origin }: OperationProps) => {
  const { operationId, method, path, summary, description, parameters, requestBody, responses } = operation
  return (
    <ReferenceEntry id={operationId} title={summary}>
      <p>
        <a class="inline-block py-1 font-mono text-small text-grey" href={`#${operationId}`}>
          <b>{method}</b> {path}
        </a>
      </p>
      {description && (
        <p>
          <InlineCode text={description} />
        </p>
      )}
      {parameters.length > 0 && <Parameters parameters={parameters} />}
      {requestBody && <Body content={requestBody.content} shapes={shapes} />}
      <Answers responses={responses} />
      <Heading>Example</Heading>
      <pre class="mt-1 mb-0 bg-sunken p-3 wrap-anywhere whitespace-pre-wrap">
        <code>{curl(operation, shapes, origin)}</code>
      </pre>
    </ReferenceEntry>
  )
}
