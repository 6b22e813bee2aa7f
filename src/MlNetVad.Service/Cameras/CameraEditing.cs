using Microsoft.EntityFrameworkCore;
using MlNetVad.Service.Api;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Cameras;

/// <summary>Changes cameras in the database and then in what is watched; the API and the pages both come here.</summary>
internal sealed class CameraEditing(DbAccess database, CameraRules rules, ICameraKeeper keeper)
{
    /// <summary>Makes a camera.</summary>
    /// <exception cref="VadException">Something is not possible.</exception>
    public async Task<Camera> Create(CameraEdit edit)
    {
        if (edit.Name is null || edit.Source is null)
        {
            throw new VadException("A camera needs a name and a source; give both.");
        }

        var camera = new Camera { Enabled = edit.Model is not null };
        rules.Apply(camera, edit);
        await Save(db => db.Cameras.Add(camera), camera.Name);
        await keeper.Refresh(camera.Id);
        return camera;
    }

    /// <summary>Changes a camera.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="VadException">Something is not possible.</exception>
    public Task<Camera?> Change(Guid id, CameraEdit edit) => Change(id, camera => rules.Apply(camera, edit));

    /// <summary>Changes what decides about a camera's events.</summary>
    /// <returns>Null where there is no such camera.</returns>
    /// <exception cref="VadException">Something is not possible.</exception>
    public Task<Camera?> ChangeWatch(Guid id, CameraWatchEdit edit) => Change(id, camera => CameraRules.ApplyWatch(camera, edit));

    /// <summary>Changes a camera.</summary>
    /// <returns>Null where there is none.</returns>
    public async Task<Camera?> Change(Guid id, Action<Camera> change)
    {
        Camera? camera = await database.Run(db => db.Cameras.AsNoTracking().FirstOrDefaultAsync(camera => camera.Id == id));
        if (camera is not null)
        {
            change(camera);
            await Save(db => db.Cameras.Update(camera), camera.Name);
            await keeper.Refresh(id);
        }

        return camera;
    }

    /// <summary>Deletes a camera.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> Delete(Guid id)
    {
        bool was = await database.Run(db => db.Cameras.Where(camera => camera.Id == id).ExecuteDeleteAsync()) > 0;
        await keeper.Refresh(id);
        return was;
    }

    private Task Save(Action<VadDb> change, string name) => database.Run(async db =>
    {
        try
        {
            change(db);
            await db.SaveChangesAsync();
        }
        catch (DbUpdateException e)
        {
            throw new VadException($"There is a camera '{name}' already, or it was deleted meanwhile; give another name.", e);
        }
    });
}
