using MlNetVad.Service.Api;
using MlNetVad.Service.Archives;
using MlNetVad.Service.Pages;
using MlNetVad.Service.Security;
using MlNetVad.Service.Telling;
using Scalar.AspNetCore;

namespace MlNetVad.Service;

/// <summary>Everything that can be asked for.</summary>
internal static class VadEndpoints
{
    /// <summary>The page that shows the API.</summary>
    public const string Reference = "/api/reference";

    private const string Document = "/api/openapi/{documentName}.json";

    /// <summary>Maps all.</summary>
    public static void Map(WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api").RequireAuthorization(Roles.Viewer).AddEndpointFilter<CsrfFilter>();
        CameraApi.Map(api);
        PictureApi.Map(api);
        ReplayApi.Map(api);
        TextApi.Map(api);
        TrainingApi.Map(api);
        EventApi.Map(api);
        ModelApi.Map(api);
        if (app.Services.GetRequiredService<ArchiveDesk>().IsThere)
        {
            ArchiveApi.Map(api);
        }

        PeopleApi.Map(api);
        WebhookApi.Map(api);
        AccountApi.Map(app, api);
        app.MapOpenApi(Document).RequireAuthorization(Roles.Viewer);
        app.MapScalarApiReference(Reference, options => options.WithOpenApiRoutePattern(Document).DisableDefaultFonts().DisableTelemetry().DisableAgent()).RequireAuthorization(Roles.Viewer);
        EmbeddedAssets.Map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        app.MapHealthChecks("/health").AllowAnonymous();
        app.MapGet("/alive", () => "alive").AllowAnonymous().ExcludeFromDescription();
    }
}
