using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MlNetVad.Service.Security;
using MudBlazor;

namespace MlNetVad.Service.Pages;

/// <summary>What pages share: who looks at them, how something is done and written down, and how a page keeps up with the moment.</summary>
public abstract class VadPage : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private Audit Audit { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    /// <summary>The name of who looks.</summary>
    private protected string UserName { get; private set; } = "";

    /// <summary>Whether they may judge events, thresholds and zones.</summary>
    private protected bool IsOperator { get; private set; }

    /// <summary>Whether they may do everything.</summary>
    private protected bool IsAdministrator { get; private set; }

    /// <summary>Cancelled when nobody looks any more.</summary>
    private protected CancellationToken Gone => _gone.Token;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _gone.Cancel();
        Leave();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        System.Security.Claims.ClaimsPrincipal user = (await Authentication).User;
        UserName = user.Identity?.Name ?? "";
        IsOperator = Roles.AtLeast(Roles.Operator).Any(user.IsInRole);
        IsAdministrator = user.IsInRole(Roles.Administrator);
        await Load();
    }

    /// <summary>Reads what the page shows.</summary>
    private protected virtual Task Load() => Task.CompletedTask;

    /// <summary>Lets go of what the page holds.</summary>
    private protected virtual void Leave()
    {
    }

    /// <summary>Does something, writes down who did it, and says how it ended.</summary>
    private protected async Task Do(string action, Func<Task> work, string done)
    {
        int status = StatusCodes.Status200OK;
        try
        {
            await work();
            await Load();
            Snackbar.Add(done, Severity.Success);
        }
        catch (VadException e)
        {
            status = StatusCodes.Status400BadRequest;
            Snackbar.Add(e.Message, Severity.Error);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            status = StatusCodes.Status500InternalServerError;
            Snackbar.Add($"That failed: {e.GetBaseException().Message}", Severity.Error);
        }

        await Audit.Write(null, action, status, UserName);
    }

    /// <summary>Shows the page anew every so often, once it is in a browser.</summary>
    private protected void KeepUp(TimeSpan period, Func<Task>? read = null) => _ = Task.Run(async () =>
    {
        using var timer = new PeriodicTimer(period);
        try
        {
            while (await timer.WaitForNextTickAsync(Gone))
            {
                await InvokeAsync(async () =>
                {
                    await (read?.Invoke() ?? Task.CompletedTask);
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException)
        {
            // nobody looks any more
        }
        catch (ObjectDisposedException)
        {
            // the same, in the middle of it
        }
    });
}
