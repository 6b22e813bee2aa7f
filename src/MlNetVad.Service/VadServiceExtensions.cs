using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MlNetVad.Orleans.Store;
using MlNetVad.Pretrained.Networks;
using MlNetVad.Service.Api;
using MlNetVad.Service.Archives;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Service.Guidance;
using MlNetVad.Service.Models;
using MlNetVad.Service.Recent;
using MlNetVad.Service.Replays;
using MlNetVad.Service.Security;
using MlNetVad.Service.Telling;
using MlNetVad.Service.Training;
using MudBlazor.Services;

namespace MlNetVad.Service;

/// <summary>Cameras that are watched live, in an ASP.NET Core program of one's own: <c>AddMlNetVad</c> before it is built, <c>MapMlNetVad</c> after.</summary>
public static class VadServiceExtensions
{
    private const string Chosen = "MlNetVad";

    /// <summary>Adds cameras, events, API, pages, users and all that they need. Options are also read from the configuration's section <c>MlNetVad</c>.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="configure">Sets options; null for none.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddMlNetVad(this IServiceCollection services, Action<VadServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<VadServiceOptions>().BindConfiguration("MlNetVad").Configure(options => configure?.Invoke(options))
            .PostConfigure(options => options.PostgreSql = options.PostgreSql is { } text ? SharedConnection.Of(text, "MlNetVad__PostgreSql") : null);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<VadFolders>().AddSingleton<MonotonicClock>();
        AddData(services);
        AddWatching(services);
        AddTelling(services);
        AddSecurity(services);
        AddWeb(services);
        return services;
    }

    /// <summary>Maps the API below <c>/api</c>, the health endpoints and the pages, with what protects them.</summary>
    /// <param name="app">The program.</param>
    /// <returns>The same program.</returns>
    public static WebApplication MapMlNetVad(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        Proxies.Use(app, app.Services.GetRequiredService<IOptions<VadServiceOptions>>().Value.KnownProxies);
        SecurityHeaders.Use(app);
        Audit.Use(app);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        VadEndpoints.Map(app);
        return app;
    }

    private static void AddData(IServiceCollection services)
    {
        services.AddDbContext<SqliteVadDb>((provider, options) => options.UseSqlite($"Data Source={provider.GetRequiredService<VadFolders>().Database}"));
        services.AddDbContext<PostgresVadDb>((provider, options) => options.UseNpgsql(provider.GetRequiredService<IOptions<VadServiceOptions>>().Value.PostgreSql));
        services.AddScoped<VadDb>(provider => provider.GetRequiredService<IOptions<VadServiceOptions>>().Value.PostgreSql is null
            ? provider.GetRequiredService<SqliteVadDb>()
            : provider.GetRequiredService<PostgresVadDb>());
        services.AddSingleton<DbAccess>();
    }

    private static void AddWatching(IServiceCollection services)
    {
        ResNetNetwork.ThreadsOfOnePicture = 1;
        services.AddSingleton<ModelShelf>().AddSingleton<ModelUpload>().AddSingleton<EventBus>();
        services.TryAddSingleton<ICameraKeeper>(provider => provider.GetRequiredService<CameraHub>());
        services.AddSingleton<CameraHub>().AddSingleton<CameraRules>().AddSingleton<CameraEditing>();
        services.AddSingleton<Retention>().AddSingleton<EventReview>().AddSingleton<EventSearch>().AddSingleton<NormalRecordings>().AddSingleton<TextGuide>().AddSingleton<RecentFiles>().AddSingleton<UploadedVideos>().AddSingleton<ArchiveDesk>().AddSingleton<Demo>();
        services.TryAddSingleton<INormalExamples>(provider => provider.GetRequiredService<NormalExamples>());
        AddHosted<NormalExamples>(services);
        AddHosted<EventWriter>(services);
        AddHosted<ClipEncoder>(services);
        AddHosted<EventWording>(services);
        AddHosted<ReplayDesk>(services);
        AddHosted<TrainingDesk>(services);
        AddHosted<ServiceRun>(services);
    }

    private static void AddTelling(IServiceCollection services)
    {
        services.AddSingleton<Webhooks>().AddSingleton(provider => new CameraLimit(provider.GetRequiredService<MonotonicClock>()));
        services.AddHttpClient(WebhookSender.Client).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }).AddStandardResilienceHandler();
        AddHosted<WebhookSender>(services);
        AddHosted<MqttSender>(services);
    }

    private static void AddSecurity(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("MlNetVad");
        services.AddOptions<KeyManagementOptions>().Configure<VadFolders, ILoggerFactory>((keys, folders, log) =>
            keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(folders.Keys), log));
        services.AddSingleton<Credentials>().AddSingleton<FirstAdministrator>().AddSingleton<Audit>().AddScoped<People>();
        services.AddIdentityCore<VadUser>(options =>
        {
            options.Password.RequiredLength = 12;
            options.Password.RequireNonAlphanumeric = options.Password.RequireDigit = options.Password.RequireUppercase = options.Password.RequireLowercase = false;
            options.Lockout.MaxFailedAccessAttempts = 5;
        }).AddRoles<IdentityRole>().AddEntityFrameworkStores<VadDb>().AddSignInManager().AddDefaultTokenProviders();
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));
        AuthenticationBuilder authentication = services.AddAuthentication(Chosen)
            .AddPolicyScheme(Chosen, null, options => options.ForwardDefaultSelector = http =>
                http.Request.Headers.ContainsKey(ApiKeyHandler.Header) ? ApiKeyHandler.Name : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Name, null);
        authentication.AddIdentityCookies();
        services.AddOptions<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<IOptions<VadServiceOptions>>((cookie, options) => SessionCookie.Configure(cookie, options.Value.AllowHttp));
        AuthorizationBuilder authorization = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireRole(Roles.All).Build());
        foreach (string role in Roles.All)
        {
            authorization.AddPolicy(role, policy => policy.RequireRole(Roles.AtLeast(role)));
        }

        services.AddAntiforgery(options =>
        {
            options.HeaderName = CsrfFilter.Header;
            options.Cookie.Name = "mlnetvad-csrf";
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
        services.AddRateLimiter(_ => { });
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<VadServiceOptions>>(Limits.Configure);
    }

    private static void AddWeb(IServiceCollection services)
    {
        services.Configure<JsonOptions>(options => options.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        services.AddProblemDetails();
        services.AddExceptionHandler<Problems>();
        services.AddOpenApi();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, SessionCheck>();
        services.AddHealthChecks().AddCheck<ServiceHealth>("service");
    }

    private static void AddHosted<T>(IServiceCollection services)
        where T : class, IHostedService => services.AddSingleton<T>().AddHostedService(provider => provider.GetRequiredService<T>());
}
