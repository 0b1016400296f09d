import { Button, LinkButton, Notice } from '../../ui/button'
import { SearchField } from '../../ui/form'

type ErrorProps = {
  status: number
  title: string
  detail: string
  /** Finds the request in the log. */
  requestId: string
}

type ErrorPageProps = ErrorProps & {
  /** Page to try again on. */
  again?: string
  /** Links to the sign-in, because nobody is signed in. */
  signedOut?: boolean
  /** `h3` where the page is only a sample. */
  heading?: 'h1' | 'h3'
}

const Report = ({ status, requestId }: Pick<ErrorProps, 'status' | 'requestId'>) => (
  <p class="hint">
    Error {status}. If you report this, include request <span class="mono">{requestId}</span>.
  </p>
)

const Onward = ({ again, signedOut }: Pick<ErrorPageProps, 'again' | 'signedOut'>) => {
  const [href, words] = again ? [again, 'Try again'] : signedOut ? ['/sign-in', 'Sign in'] : ['/', 'Go to today']
  return (
    <LinkButton variant="primary" href={href}>
      {words}
    </LinkButton>
  )
}

export const ErrorPage = ({ status, title, detail, requestId, heading: Heading = 'h1', ...way }: ErrorPageProps) => (
  <div class="error-page">
    <Heading>{title}</Heading>
    <p>{detail}</p>
    {status === 404 && !way.signedOut && (
      <search>
        <form class="toolbar" action="/search">
          <SearchField grow={false} label="Search" placeholder="Search everything" />
          <Button>Search</Button>
        </form>
      </search>
    )}
    <div class="actions">
      <Onward {...way} />
      {status === 404 && !way.signedOut && <LinkButton href="/deleted">Recently deleted</LinkButton>}
    </div>
    <Report status={status} requestId={requestId} />
  </div>
)

/** The error as a fragment; client/toasts.ts shows it as a toast. */
export const ErrorNotice = ({ status, title, detail, requestId }: ErrorProps) => (
  <Notice tone="bad" role="alert">
    <p data-error>
      <strong>{title}</strong>. {detail}
    </p>
    <Report status={status} requestId={requestId} />
  </Notice>
)
