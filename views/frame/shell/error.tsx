import { Button, type ButtonLook, LinkButton, Notice } from '../../ui/button'
import { Field } from '../../ui/field'
import { SearchField } from '../../ui/form'

type ErrorProps = {
  status: number
  /** Problem code. client/offline/refusal.ts reads it to decide if a queued line can be sent again. */
  code: string
  title: string
  detail: string
  /** Id of the request in the log. */
  requestId: string
}

type ErrorPageProps = ErrorProps & {
  /** Texts typed into the refused form, so that they can be copied. */
  typed?: string
  /** Page to retry on. */
  again?: string
  /** True if nobody is signed in: links to the sign-in. */
  signedOut?: boolean
  /** `h3` if the error is only a sample on a page. */
  heading?: 'h1' | 'h3'
}

const Report = ({ status, requestId }: Pick<ErrorProps, 'status' | 'requestId'>) => (
  <p class="hint">
    Error {status}. If you report this, include request <span class="mono whitespace-nowrap">{requestId}</span>.
  </p>
)

type OnwardProps = Pick<ErrorPageProps, 'again' | 'signedOut'> & Pick<ButtonLook, 'variant'>

const Onward = ({ again, signedOut, variant }: OnwardProps) => {
  const [href, words] = again ? [again, 'Try again'] : signedOut ? ['/sign-in', 'Sign in'] : ['/', 'Go to today']
  return (
    <LinkButton variant={variant} href={href}>
      {words}
    </LinkButton>
  )
}

export const ErrorPage = ({
  status,
  code,
  title,
  detail,
  requestId,
  typed,
  heading: Heading = 'h1',
  ...way
}: ErrorPageProps) => {
  const isLost = status === 404 && !way.signedOut
  return (
    <div class="stack max-w-160">
      <Heading>{title}</Heading>
      <p data-error={code}>{detail}</p>
      {typed && (
        <Field label="What you typed" name="typed" type="textarea" rows={8} dir="auto" readonly value={typed} />
      )}
      {isLost && (
        <search>
          <form class="toolbar" action="/search">
            <SearchField label="Search" placeholder="Search everything" />
            <Button variant="primary">Search</Button>
          </form>
        </search>
      )}
      <div class="actions">
        <Onward {...way} variant={isLost ? 'plain' : 'primary'} />
        {isLost && <LinkButton href="/deleted">Recently deleted</LinkButton>}
      </div>
      {!isLost && <Report status={status} requestId={requestId} />}
    </div>
  )
}

/** The error as a fragment; client/frame/toasts.ts displays it as a toast. */
export const ErrorNotice = ({ status, code, title, detail, requestId }: ErrorProps) => (
  <Notice tone="bad" role="alert">
    <p data-error={code}>
      <strong>{title}</strong>. {detail}
    </p>
    <Report status={status} requestId={requestId} />
  </Notice>
)
