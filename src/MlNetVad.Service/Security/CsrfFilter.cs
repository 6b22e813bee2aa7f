using Microsoft.AspNetCore.Antiforgery;

namespace MlNetVad.Service.Security;

/// <summary>A browser's cookie alone changes nothing: the request must carry the token that pages of this service know. Keys are sent on purpose and need none.</summary>
internal sealed class CsrfFilter(IAntiforgery antiforgery) : IEndpointFilter
{
    /// <summary>The header that carries the token.</summary>
    public const string Header = "X-CSRF-TOKEN";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        bool isSafe = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        return isSafe || http.User.Identity?.AuthenticationType == ApiKeyHandler.Name || await antiforgery.IsRequestValidAsync(http)
            ? await next(context)
            : Results.Problem("The request lacks its CSRF token; fetch it from /api/csrf and send it as X-CSRF-TOKEN, or use an API key.", statusCode: StatusCodes.Status400BadRequest);
    }
}
