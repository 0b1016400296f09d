import type { ListedOperation, Shape } from '../../functions/api/reference'
import { curl, nameOf } from './example'
import { Member, MemberList, Members, MembersOrType, Ticked, Type } from './shape'

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
