using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace MlNetVad.Service.Security;

/// <summary>The cookie of somebody who has signed in.</summary>
internal static class SessionCookie
{
    /// <summary>Sets what it may be used for.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="allowHttp">Whether it travels without TLS where the service does.</param>
    public static void Configure(CookieAuthenticationOptions options, bool allowHttp)
    {
        options.Cookie.Name = "mlnetvad";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = allowHttp ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.LoginPath = "/login";
        options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
    }

    // people are led to a page, programs get a number
    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        bool isPage = HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/api") && status == StatusCodes.Status401Unauthorized;
        if (isPage)
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = status;
        }

        return Task.CompletedTask;
    }
}
