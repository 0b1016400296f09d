import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Shape } from '../../functions/api/reference'
import { limits, nameOf, typeName } from './example'

export const Ticked = ({ text }: { text: string }) => (
  <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>
)

/** The type of a value: a component by its name, a list, one of several, or plain. */
export const Type = ({ shape }: { shape: Shape }) => {
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

export const Member = ({ name, shape, required, answered, note, description = shape.description }: MemberProps) => (
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
