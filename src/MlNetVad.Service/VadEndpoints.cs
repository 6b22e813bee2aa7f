using MlNetVad.Service.Api;
using MlNetVad.Service.Pages;
using MlNetVad.Service.Security;
using MlNetVad.Service.Telling;
using Scalar.AspNetCore;

namespace MlNetVad.Service;

/// <summary>Everything that can be asked for.</summary>
internal static class VadEndpoints
{
    /// <summary>Maps all.</summary>
    public static void Map(WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api").RequireAuthorization(Roles.Viewer).AddEndpointFilter<CsrfFilter>();
        CameraApi.Map(api);
        PictureApi.Map(api);
        EventApi.Map(api);
        ModelApi.Map(api);
        PeopleApi.Map(api);
        WebhookApi.Map(api);
        AccountApi.Map(app, api);
        app.MapOpenApi("/api/openapi/{documentName}.json").RequireAuthorization(Roles.Viewer);
        app.MapScalarApiReference("/api/reference", options => options.WithOpenApiRoutePattern("/api/openapi/{documentName}.json")).RequireAuthorization(Roles.Viewer);
        EmbeddedAssets.Map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        app.MapHealthChecks("/health").AllowAnonymous();
        app.MapGet("/alive", () => "alive").AllowAnonymous().ExcludeFromDescription();
    }
}
