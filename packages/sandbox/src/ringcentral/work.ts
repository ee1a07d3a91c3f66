import type { IncomingMessage } from 'node:http'
import { html, json, Refusal, type Answer } from '../http/answer.ts'
import { bytesArrived, reset } from '../http/delivery.ts'
import type { FaultEffect } from '../http/faults.ts'
import { readBody } from '../http/request-body.ts'
import type { Admission } from './admission.ts'
import { errorBody, oauthRefusal, oauthWord } from './errors.ts'
import { refuse, type Service } from './service.ts'

const MAX_BODY_BYTES = 10 * 1024 * 1024

type OwnAnswer = Extract<FaultEffect, { kind: 'answer' | 'html' | 'refuse' }>

/** Does what was asked, or what the fault does instead. Nothing comes back when the connection was cut. */
export async function work(
  service: Service,
  admission: Admission,
  request: IncomingMessage,
  fault: FaultEffect | undefined,
): Promise<Answer | undefined> {
  const body = async () => {
    const bytes = await readBody(request, MAX_BODY_BYTES)
    if (!bytes) throw new Refusal(html(413, '413 Request Entity Too Large'))
    return bytes
  }
  switch (fault?.kind) {
    case 'reset':
      if (fault.when === 'within') await bytesArrived(request, fault.afterBytes)
      if (fault.when === 'after') await readBody(request, MAX_BODY_BYTES)
      reset(request)
      return undefined
    case 'answer':
    case 'html':
    case 'refuse':
      await (fault.kind === 'answer' && fault.applied ? admission.work(body) : body())
      return ownAnswer(service, admission, fault)
    default:
      return admission.work(body)
  }
}

function ownAnswer(service: Service, { group }: Admission, fault: OwnAnswer): Answer {
  if (fault.kind === 'html') return html(fault.status ?? 200, 'Please sign in')
  const { headers = {} } = fault
  if (fault.kind === 'refuse') {
    const { code, parameters } = fault
    const { answer } =
      group === 'auth' && code.startsWith('OAU')
        ? oauthRefusal(oauthWord(code), code, service.settings.refusedLoginStatus, parameters)
        : refuse(service, code, parameters)
    return { ...answer, headers: { ...answer.headers, ...headers } }
  }
  const { status, body } = fault
  if (body !== undefined) return { status, headers, body: Buffer.from(body as string) }
  if (status < 500) return { status, headers }
  return json(status, errorBody('CMN-201', {}, service.settings.repeatErrorOnTop), headers)
}
