using System.Text.Json;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Api;
using MlNetVad.Service.Data;
using MlNetVad.Service.Models;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Cameras;

/// <summary>Changes a camera as somebody asks, or refuses with a sentence.</summary>
internal sealed class CameraRules(ModelShelf shelf, Credentials credentials, IOptions<VadServiceOptions> options)
{
    private const int LongestName = 64;

    /// <summary>Sets all that is given.</summary>
    /// <exception cref="VadException">Something is not possible.</exception>
    public void Apply(Camera camera, CameraEdit edit)
    {
        ApplyWatch(camera, edit);
        if (edit.Name is { } name)
        {
            bool isName = name.Trim().Length is > 0 and <= LongestName && !name.Any(char.IsControl);
            camera.Name = isName ? name.Trim() : throw new VadException($"A camera's name has 1 to {LongestName} characters; give another one.");
        }

        if (edit.Source is { } source && source != camera.Source)
        {
            string known = CameraSource.Check(source, options.Value.MediaFolders);
            (camera.Source, camera.SourceProtected) = (CameraSource.Show(known), credentials.Hide(known));
        }

        if (edit.Model is { } model && model != camera.Model)
        {
            camera.Model = shelf.Known(model);
            using ModelLease lease = shelf.Take(camera);
            LiveModel.Check(lease.Model);
        }

        camera.FramesPerSecond = Within(edit.FramesPerSecond, camera.FramesPerSecond, "Frames a second", 1, 60);
        camera.SilentSeconds = Within(edit.SilentSeconds, camera.SilentSeconds, "Seconds of silence", 1, 86_400);
        camera.RetentionDays = Within(edit.RetentionDays, camera.RetentionDays, "Days of retention", 0, 3650);
        camera.Enabled = edit.Enabled ?? camera.Enabled;
        if (camera.Enabled && camera.Model.Length == 0)
        {
            throw new VadException($"The camera '{camera.Name}' has no model yet; give it one, or record its normal life and train one.");
        }
    }

    /// <summary>Sets what decides about events.</summary>
    /// <exception cref="VadException">Something is not possible.</exception>
    public static void ApplyWatch(Camera camera, CameraWatchEdit edit)
    {
        camera.Threshold = edit.UseModelThreshold ? null : edit.Threshold is { } threshold ? (float)Within(threshold, 0, "The threshold", -1000, 1000) : camera.Threshold;
        camera.MinimumSeconds = Within(edit.MinimumSeconds, camera.MinimumSeconds, "The minimum duration", 0, 600);
        camera.CoolDownSeconds = Within(edit.CoolDownSeconds, camera.CoolDownSeconds, "The cool-down", 0, 3600);
        camera.Zones = Polygons(edit.Zones) ?? camera.Zones;
        camera.Masks = Polygons(edit.Masks) ?? camera.Masks;
        camera.Schedule = edit.Schedule?.Write() ?? camera.Schedule;
    }

    private static string? Polygons(float[][][]? polygons)
    {
        if (polygons is null)
        {
            return null;
        }

        string json = JsonSerializer.Serialize(polygons);
        _ = Area.Read(json);
        return json;
    }

    private static double Within(double? given, double now, string what, double least, double most) =>
        given is null ? now
        : given >= least && given <= most ? given.Value
        : throw new VadException(FormattableString.Invariant($"{what} is {given}; give a number from {least} to {most}."));
}
