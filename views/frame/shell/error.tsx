import { LinkButton, Notice } from '../../ui/button'

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

const Report = ({ requestId }: { requestId: string }) => (
  <p class="hint">
    If you report this, include request <span class="mono">{requestId}</span>.
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
    <p class="figure">{status}</p>
    <Heading>{title}</Heading>
    <p>{detail}</p>
    <div class="actions">
      <Onward {...way} />
      {status === 404 && !way.signedOut && <LinkButton href="/deleted">Recently deleted</LinkButton>}
    </div>
    <Report requestId={requestId} />
  </div>
)

/** The error as a fragment; client/toasts.ts shows it as a toast. */
export const ErrorNotice = ({ title, detail, requestId }: ErrorProps) => (
  <Notice tone="bad" role="alert">
    <p data-error>
      <strong>{title}</strong>. {detail}
    </p>
    <Report requestId={requestId} />
  </Notice>
)
