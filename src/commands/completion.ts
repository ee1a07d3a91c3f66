import { Args } from '@oclif/core'
import { BaseCommand } from '../base-command.ts'
import { completionScripts } from '../terminal/completion-scripts.ts'

export default class Completion extends BaseCommand {
  static override summary = 'What a shell reads to complete commands, flags, generators and connections'
  static override description = `For bash, put the line  source <(avatarctl completion bash)  into ~/.bashrc; for zsh, the line  source <(avatarctl completion zsh)  into ~/.zshrc, behind that with compinit. At every tab the shell then asks the tool, which reads the settings and the manifests of plugins, and asks nobody.

Exit codes: 0 done, 2 wrong use.`
  static override examples = ['<%= config.bin %> completion bash', '<%= config.bin %> completion zsh']
  static override args = {
    shell: Args.string({ description: 'bash or zsh', options: ['bash', 'zsh'], required: true }),
  }

  async run(): Promise<void> {
    const { args } = await this.parse(Completion)
    const shell = args.shell as keyof typeof completionScripts
    const script = completionScripts[shell]
    if (!this.asJson) return this.put(script)
    this.document.field('shell', shell)
    this.document.field('script', script)
    this.document.end()
  }
}
