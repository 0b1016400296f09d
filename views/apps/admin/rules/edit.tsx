import type { PersonApp } from '../../../../functions/apps/admin/rules/schema'
import { ruleWords } from '../../../../functions/apps/admin/rules/schema'
import type { AppQuestion } from '../../../../functions/apps/app-rules/find-app'
import { savedAt } from '../../../../functions/lib/http/conflict'
import type { Draft } from '../../../../functions/lib/http/form'
import { Badge, Button, LinkButton } from '../../../ui/button'
import { sentTo } from '../../../ui/form'
import { adminRulePath, personAppsPath } from '../../../ui/links'
import type { Reader } from '../../../ui/moment'
import { oneFact, RowActions, RowMeta } from '../../../ui/section'
import { AppName, ConditionFields, type ConditionValues, EditRule, NewRule } from '../../whitelists/editor'
import { allowedWord } from '../../whitelists/row'
import { appId as rowId } from '../apps/row'

const swap = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML' }

type RowProps = Reader & { personId: string; app: PersonApp }

const looks = { allowed: { tone: 'good', icon: 'check' }, blocked: { tone: 'bad', icon: 'close' } } as const

const Effect = ({ rule, is_whitelisted }: PersonApp['effective']) =>
  rule?.after ? (
    <Badge icon="clock">{ruleWords(rule)}</Badge>
  ) : (
    <Badge {...looks[is_whitelisted ? 'allowed' : 'blocked']}>{allowedWord(is_whitelisted)}</Badge>
  )

const SetBy = ({ admin, user, now }: Reader & { admin: NonNullable<PersonApp['admin']> }) => (
  <>
    set by {admin.admin_name === null ? 'an admin' : <bdi>{admin.admin_name}</bdi>},{' '}
    <time datetime={new Date(admin.updated_at).toISOString()}>{savedAt(admin.updated_at, user.preferences, now)}</time>
  </>
)

const Why = ({ app, ...reader }: Reader & { app: PersonApp }) => {
  const { admin, own } = app
  const { source } = app.effective
  const isLocked = source === 'locked'
  return (
    <RowMeta
      parts={[
        isLocked && 'locked for everyone',
        admin &&
          oneFact(<SetBy admin={admin} {...reader} />, isLocked && `${ruleWords(admin.rule)} (no effect while locked)`),
        own && source === 'user' && 'own rule',
        own && source !== 'user' && `own rule: ${ruleWords(own)} (overridden)`,
        source === 'default' && 'default',
      ]}
    />
  )
}

const actNames = { allow: 'Allow', block: 'Block', remove: 'Remove' } as const

/** Leaves out the action that the present rule already has. */
const actsFor = ({ admin }: PersonApp): (keyof typeof actNames)[] => {
  if (!admin) return ['allow', 'block']
  if (admin.rule.after) return ['allow', 'block', 'remove']
  return [admin.rule.is_whitelisted === 1 ? 'block' : 'allow', 'remove']
}

const Acts = ({ personId, app }: Pick<RowProps, 'personId' | 'app'>) => {
  const action = personAppsPath(personId)
  const name = app.label ?? app.package_name
  const edit = adminRulePath(personId, app.package_name)
  return (
    <form {...sentTo(action)} {...swap} class="rule-acts">
      <input type="hidden" name="package_name" value={app.package_name} />
      <input type="hidden" name="seq" value={app.admin?.updated_at ?? ''} />
      {actsFor(app).map((act) => (
        <Button
          small
          name="set"
          value={act}
          aria-label={act === 'remove' ? `Remove the rule for ${name}` : `${actNames[act]} ${name}`}
        >
          {actNames[act]}
        </Button>
      ))}
      <LinkButton small variant="quiet" href={edit} hx-get={edit} {...swap} aria-label={`Unlock with time: ${name}`}>
        Unlock with time
      </LinkButton>
    </form>
  )
}

export const PersonAppRow = ({ personId, app, ...reader }: RowProps) => (
  <li class="ruled" id={rowId(app.package_name)}>
    <div>
      <div>
        <AppName package_name={app.package_name} label={app.label} />
      </div>
      <Why app={app} {...reader} />
    </div>
    <p class="holds">
      <Effect {...app.effective} />
    </p>
    <RowActions>
      <Acts personId={personId} app={app} />
    </RowActions>
  </li>
)

type EditProps = {
  personId: string
  app: PersonApp
  draft?: Draft<ConditionValues> & { seq?: string; form?: string[] }
  /** In the row of the app, not on a page. */
  inPlace: boolean
}

export const EditPersonRule = ({ personId, app, draft, inPlace }: EditProps) => {
  const { package_name, label, admin } = app
  const path = personAppsPath(personId)
  return (
    <EditRule
      label={`Rule for ${label ?? package_name}`}
      url={path}
      cancel={`${path}?${new URLSearchParams({ q: package_name })}`}
      back={adminRulePath(personId, package_name, 'row')}
      package_name={package_name}
      seq={draft?.seq ?? admin?.updated_at ?? ''}
      seqErrors={draft?.form}
      after={admin?.rule.after}
      draft={draft}
      idPrefix="rule"
      rowId={inPlace ? rowId(package_name) : undefined}
      save={
        <Button variant="primary" name="set" value="after">
          Unlock after that time
        </Button>
      }
    >
      <div>
        <AppName package_name={package_name} label={label} />
      </div>
      <p class="hint">Counts all their tracked time. You can’t see their progress.</p>
    </EditRule>
  )
}

export type AddRuleProps = {
  personId: string
  draft?: Draft<ConditionValues & { package_name: string }> & {
    form?: string[]
    question?: AppQuestion
  }
}

export const AddRule = ({ personId, draft }: AddRuleProps) => (
  <NewRule
    label="Add a rule"
    action={personAppsPath(personId)}
    example="Firefox"
    from="/admin/users/rules/suggestions"
    idPrefix="add"
    draft={draft}
    question={draft?.question}
    errors={draft?.form}
    acts={Object.entries({ allow: 'Allow', block: 'Block', after: 'Unlock after that time' }).map(([act, words]) => (
      <Button variant={act === 'allow' ? 'primary' : 'plain'} name="set" value={act}>
        {words}
      </Button>
    ))}
  >
    <input type="hidden" name="seq" value="" />
    <ConditionFields draft={draft} idPrefix="add" />
  </NewRule>
)
