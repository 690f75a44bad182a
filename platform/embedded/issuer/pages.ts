import { demoTenants, operatorTenant } from './demoIdentities.ts';

/** Makes text safe inside HTML, also inside attributes. */
function html(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${html(title)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 22rem; margin: 12vh auto; padding: 0 1rem; color: #1c2733 }
  label { display: block; margin: 1rem 0 .25rem }
  select, input, button { font: inherit; width: 100%; padding: .5rem; box-sizing: border-box }
  button { margin-top: 1.5rem; background: #14532d; color: #fff; border: 0; border-radius: .25rem }
  [role=alert] { color: #9f1239 }
</style>
<h1>${html(title)}</h1>
${body}
</html>`;
}

/** The form in which a demo user signs in; `fault` is shown above it. The password is the one in the data folder. */
export function signInPage(action: string, client: string, fault?: string): string {
  const groups = [...demoTenants, operatorTenant].map((tenant) => {
    const users = tenant.users.map(
      ({ id, name, roles }) => `<option value="${html(id)}">${html(`${name} (${roles.join(', ')})`)}</option>`,
    );
    return `<optgroup label="${html(tenant.name)}">${users.join('')}</optgroup>`;
  });
  return page(
    'Sign in',
    `${fault === undefined ? '' : `<p role="alert">${html(fault)}</p>`}
<p>${html(client)} asks who you are.</p>
<form method="post" action="${html(action)}">
  <label for="user">Demo user</label>
  <select id="user" name="user">${groups.join('')}</select>
  <label for="password">Demo password (issuer/demo-password in the data folder)</label>
  <input id="password" name="password" type="password" autocomplete="current-password" required>
  <button>Sign in</button>
</form>`,
  );
}

/** A page that says what went wrong. */
export function errorPage(message: string): string {
  return page('This did not work', `<p role="alert">${html(message)}</p>`);
}
