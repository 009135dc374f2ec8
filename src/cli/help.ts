import { settingRows } from '../config/settings.ts';

/** The text of `--help`; flags and variables come from the settings themselves. */
export function helpText(): string {
  return `anypoint-mcp: an MCP server for MuleSoft Anypoint Platform

Usage: anypoint-mcp [command] [flags]

Commands
  serve      Serve MCP on stdin and stdout (default)
  demo       Watch an assistant at work on the embedded platform
  emulator   Run the embedded platform alone: [--port N] [--host ADDRESS] [--json]
             [--tls] [--tls-cert FILE]: HTTPS, with a certificate made for the run
             [--scenario FILE]: what it holds, [--state FILE]: keeps it across restarts
  doctor     Check settings, connection, sign-in and permissions
  tools      List the tools with what they cost in tokens: [--json]

Settings
${settingRows()
  .map(({ env, flag, placeholder, description, defaultValue }) => {
    const names = [env.join(' or '), ...(flag ? [placeholder ? `${flag} ${placeholder}` : flag] : [])].join(', ');
    return `  ${names}\n      ${description}${defaultValue === undefined ? '' : ` (default ${defaultValue})`}`;
  })
  .join('\n')}
`;
}
